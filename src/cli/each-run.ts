import { RunlabError } from '../errors.ts'
import { printErrors } from './print-errors.ts'

/** How often a line is shown that says how far a command is, in milliseconds. */
const PAUSE = 200
const ERASE_LINE = '\r\u001b[2K'

export interface Handled<T> {
  readonly results: readonly T[]
  /** How many were refused; each has been said. */
  readonly refused: number
}

/**
 * Does something with each of many runs, and shows on a terminal how far it is. What one refuses is said, and costs only itself:
 * an interrupted command has done what it has done, and does the rest when it is called again.
 */
export async function eachRun<I, T>(runs: readonly I[], doing: string, handle: (run: I) => T | Promise<T>): Promise<Handled<T>> {
  const results: T[] = []
  let [refused, next] = [0, Date.now() + PAUSE]
  for (const [index, run] of runs.entries()) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      results.push(await handle(run))
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      eraseProgress()
      printErrors([error])
      refused += 1
    }
    if (!process.stderr.isTTY || Date.now() < next) continue
    process.stderr.write(`${ERASE_LINE}${doing} ${index + 1} of ${runs.length}`)
    next = Date.now() + PAUSE
  }
  eraseProgress()
  return { results, refused }
}

function eraseProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(ERASE_LINE)
}

export function countRuns(count: number): string {
  return `${count} ${count === 1 ? 'run' : 'runs'}`
}
