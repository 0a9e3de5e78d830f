import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { descendantsOf, killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { isGone, until } from '../../support/waiting.ts'
import type { Project } from '../project.ts'

/** A run that has been started. */
export interface StartedRun {
  readonly child: ChildProcess
  /** Settles with what stands behind the word in a line of the output, once it has come. */
  said(word: string): Promise<string>
  /** The exit code or signal, when the process is gone. */
  readonly ended: Promise<number | string>
  output(): string
}

const started = new Set<number>()
// A test that fails must not leave a run behind that goes on for ever.
afterAll(async () => {
  const left = [...started].filter((pid) => !isGone(pid)).flatMap((pid) => [...descendantsOf(pid), pid])
  killProcesses(left)
  // Before its folder is removed; a process that does not go is no verdict on what was tested.
  await Promise.allSettled(left.map(untilGone))
})

/** Starts `node` with arguments in the folder of a project. What lines `process N` and `child N` name is ended with the test file. */
export function startRun(project: Project, args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedRun {
  const { NODE_OPTIONS: _, VITEST: __, FORCE_COLOR: ___, ...clean } = process.env
  const child = spawn(process.execPath, args, {
    cwd: project.folder,
    env: { ...clean, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (child.pid !== undefined) started.add(child.pid)
  let output = ''
  const add = (text: string): void => {
    output += text
    for (const [, pid] of output.matchAll(/^(?:process|child) (\d+)$/gm)) started.add(Number(pid))
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', add)
  const ended = new Promise<number | string>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? '')))
  const said = async (word: string): Promise<string> => {
    for (;;) {
      const found = new RegExp(`^${word} (.+)$`, 'm').exec(output)?.[1]
      if (found !== undefined) return found
      if (child.exitCode !== null) throw new Error(`It ended before it said "${word}":\n${output}`)
      // oxlint-disable-next-line no-await-in-loop -- until it has come
      await Promise.race([once(child.stdout, 'data'), ended])
    }
  }
  return { child, said, ended, output: () => output }
}

/** Waits until a process is gone. Its id may be another one's from then on. */
export async function untilGone(pid: number): Promise<void> {
  await until(`the end of process ${pid}`, () => isGone(pid))
  started.delete(pid)
}

/** Waits until so many points of a series, or of all where it is null, are in files. Returns how many. */
export async function untilThereAre(points: number, series: string | null, folder: string): Promise<number> {
  return await until(`${points} points of ${series ?? 'all series'} in ${folder}`, async () => {
    const count = await countOf(series, folder)
    return count >= points && count
  })
}

async function countOf(series: string | null, folder: string): Promise<number> {
  if (!['.runlab/tracking', '.runlab/series.jsonl'].some((path) => existsSync(join(folder, path)))) return 0
  const { tracked } = await loadRun(folder)
  return tracked.filter(({ name }) => series === null || name === series).reduce((sum, one) => sum + one.count, 0)
}
