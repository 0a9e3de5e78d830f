import { systemErrorReason } from '../../internal/system-error-reason.ts'
import type { Sealed } from '../journal/messages.ts'
import { sealTracked } from './seal.ts'

/** Seals what a run has tracked, and says why where that cannot be. */
export async function trySeal(run: string, createdBy: string): Promise<Sealed> {
  try {
    return { type: 'sealed', run, report: await sealTracked(run, createdBy), reason: null }
  } catch (error) {
    const reason = systemErrorReason(error) ?? (error instanceof Error ? error.message : String(error))
    return { type: 'sealed', run, report: null, reason }
  }
}
