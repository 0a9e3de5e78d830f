import { basename } from 'node:path'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { startOfProcess } from '../claims/liveness.ts'

/** Seconds that the clocks of a file's metadata and of the kernel may differ. */
const SLACK = 2

/**
 * The status of a run of PyComex. One that was interrupted or killed says `running` for ever; since 0.29 the folder's name has
 * the process id, and where the folder lies where it was made, that process is one of this machine, or gone.
 */
export function pycomexStatus(folder: string, { status, start_time, base_path }: RunMeta): RunStatus {
  if (status !== 'running') return status
  const pid = Number(/(?:^|_)p(\d+)(?:_|$)/.exec(basename(folder))?.[1])
  if (!Number.isSafeInteger(pid)) return 'unknown'
  const began = startOfProcess(pid)
  if (began !== null && began / 1000 <= start_time + SLACK) return 'running'
  const isHere = base_path !== '' && folder.startsWith(`${base_path}/`) && statIfThere(base_path) !== undefined
  return isHere ? 'crashed' : 'unknown'
}
