import { systemErrorReason } from '../../internal/system-error-reason.ts'

/** An image that was left out. */
export interface SkippedImage {
  readonly step: number
  /** Why, as the end of a sentence. */
  readonly reason: string
}

/** What a step on one image gives, or why it does not. */
export async function attempt<T>(step: () => Promise<T>): Promise<{ readonly value: T } | { readonly reason: string }> {
  try {
    return { value: await step() }
  } catch (error) {
    return { reason: systemErrorReason(error) ?? (error instanceof Error ? error.message : String(error)) }
  }
}
