import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { GRACE } from '../../runtime/life/run-request.ts'
import { findLaunched } from '../find-launched.ts'
import type { LaunchRequest } from '../launch-request.ts'
import type { FindOptions, FoundRun, LaunchedRun, Launcher } from '../launcher.ts'
import { FoundLocalRun } from './found-local-run.ts'
import { localMachine } from './local-machine.ts'
import type { LocalMachine } from './local-machine.ts'
import { sharedCores } from './shared-cores.ts'
import { StartQueue } from './start-queue.ts'
import { StartedRun } from './started-run.ts'

export interface LocalOptions {
  /** How many run at a time; 1 when left out. */
  readonly jobs?: number
  /** Is told once that runs wait until memory is free; `free` in bytes. */
  readonly onLowMemory?: (free: number) => void
  readonly machine?: LocalMachine
}

/** Starts runs in supervised processes of this machine. They go on when this process dies. */
export function localLauncher({ jobs = 1, onLowMemory, machine = localMachine() }: LocalOptions = {}): Launcher {
  const queue = new StartQueue({
    jobs,
    hasRoom: () => machine.freeMemory() >= machine.leastMemory,
    onWait: () => onLowMemory?.(machine.freeMemory()),
  })
  const shared = sharedCores(machine.cores, jobs, machine.env)
  return {
    start(request: LaunchRequest): LaunchedRun {
      const run = new StartedRun(request, machine)
      run.waitIn(queue.enter(() => void run.start(shared).finally(() => queue.leave())))
      return run
    },
    find(options: FindOptions): readonly FoundRun[] {
      return findLaunched(options).map((run) => ({
        folder: run.folder,
        trial: run.meta.trial ?? null,
        launched: new FoundLocalRun(pathInArchive(run), { folder: run.folder, now: machine.now, grace: GRACE }),
      }))
    },
  }
}
