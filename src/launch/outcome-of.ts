import { describeEnding } from '../archive/status/describe-ending.ts'
import { judgeStanding, readMetaIfThere } from '../archive/status/read-status.ts'
import type { Standing } from '../archive/status/read-status.ts'
import { RunlabError } from '../errors.ts'
import type { LaunchOutcome } from './launcher.ts'

/** How a run stands by its folder; null where that is gone or cannot be read. */
export function standingOf(folder: string): Standing | null {
  try {
    const meta = readMetaIfThere(folder)
    return meta === undefined ? null : judgeStanding(folder, meta)
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}

/** What became of a run by its folder. `exitCode` is its process's, where somebody saw that. */
export function outcomeOf(folder: string, exitCode: number | null): LaunchOutcome {
  const standing = standingOf(folder)
  if (standing === null) return { folder, status: 'unknown', exitCode, error: 'its record is gone or cannot be read' }
  const { meta, status } = standing
  if (status === 'running' || status === 'unknown')
    return { folder, status: 'unknown', exitCode, error: 'whether it still runs cannot be told from here' }
  const ending = describeEnding(folder, standing)
  return {
    folder,
    status,
    exitCode: exitCode ?? ending?.exitCode ?? null,
    error: errorText(standing, ending?.text ?? status, meta),
  }
}

function errorText({ status }: Standing, ending: string, { error, stop_reason }: Standing['meta']): string | null {
  if (status === 'done') return null
  if (status === 'stopped') return stop_reason ?? ending
  return error === null ? ending : `${error.type}: ${error.message.split('\n', 1)[0] ?? ''}`
}
