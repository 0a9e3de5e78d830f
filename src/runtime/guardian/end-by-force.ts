import { writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import { descendantsOf, killProcesses } from '../process/process-tree.ts'
import { forcedFacts, forcedText } from '../signals/forced.ts'
import type { Interruption } from '../signals/interruption.ts'

/** Milliseconds after which the journal's thread has written what was set. */
const JOURNAL = 250
/** Milliseconds that the main thread stands still for its end. */
const STANDSTILL = 500

export interface ForcedEnd {
  readonly forced: Extract<Interruption, { readonly kind: 'forced' }>
  /** The runs that are under way now. */
  readonly runs: () => readonly { readonly folder: string; readonly identity: string | null }[]
  /** Lets the signal do again what it does by itself. */
  readonly release: () => void
}

/** Ends this process from a thread: writes how its runs ended, kills what they have started, and dies of the signal. */
export async function endByForce({ forced, runs, release }: ForcedEnd): Promise<void> {
  const { signal } = forced
  await sleep(JOURNAL)
  const ended = runs().map(({ folder, identity }) => new RunWriter(folder, undefined, identity))
  for (const { folder } of ended) say(forcedText(forced), folder)
  writeEndings(ended, forced, signal)
  release()
  await dieOf(signal)
  // The main thread is in native code that does not come back; or the process is the first of its pid namespace.
  writeEndings(ended, forced, 'SIGKILL')
  process.kill(process.pid, 'SIGKILL')
}

function writeEndings(runs: readonly RunWriter[], forced: ForcedEnd['forced'], signal: NodeJS.Signals): void {
  for (const run of runs) {
    try {
      run.writeEnding({
        time: Date.now(),
        by: 'thread',
        exitCode: null,
        signal,
        requested: forced.signal,
        forced: true,
        ...forcedFacts(forced),
        cause: null,
        lastOutput: [],
      })
    } catch (error) {
      say(`How the run ended could not be written (${error instanceof Error ? error.message : String(error)}).`, run.folder)
    }
  }
}

function say(text: string, folder: string): void {
  try {
    writeSync(2, `${text} What it left: runlab show ${folder}\n`)
  } catch {
    // Nobody reads standard error any more.
  }
}

/**
 * Dies of a signal, so that a shell sees that: takes away what hears it in the main thread, and sends it. The inspector reaches
 * that thread in the middle of a loop. Returns only where this did not help.
 */
async function dieOf(signal: NodeJS.Signals): Promise<void> {
  const session = new Session()
  try {
    session.connectToMainThread()
    const deaf = new Promise<void>((resolve) => {
      session.post('Runtime.evaluate', { expression: `process.removeAllListeners('${signal}')` }, () => resolve())
    })
    // It does nothing more, least of all because what it waited for was killed. The first process of a namespace survives its
    // own signals, and exits.
    session.post('Runtime.evaluate', {
      expression: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${STANDSTILL})`,
    })
    session.post('Runtime.evaluate', { expression: `process.reallyExit(${128 + constants.signals[signal]})` })
    killProcesses(descendantsOf(process.pid))
    await Promise.race([deaf, sleep(2 * STANDSTILL)])
    process.kill(process.pid, signal)
    await sleep(2 * STANDSTILL)
    session.disconnect()
    await sleep(STANDSTILL)
  } catch {
    killProcesses(descendantsOf(process.pid)) // a Node without an inspector
  }
}
