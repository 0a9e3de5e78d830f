/** What SIGKILLs at random moments cost: the points whose call had returned and that are not in the archive. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadRun } from '../src/archive/listing/load-run.ts'
import { ExperimentProject } from './experiment-project.ts'
import type { Row } from './row.ts'

const KILLS = { always: 25, computes: 25, many: 15 }
/** Milliseconds after the first point in which it is killed. */
const KILLED_IN = { always: [100, 1500], computes: [250, 750], many: [500, 2500] } as const
type Mode = keyof typeof KILLS
/** The oldest point that may be lost, in milliseconds. */
const BAR = 250

/** Writes down, aside, which call had returned when: pairs of doubles. */
const PROGRAM = `
import { openSync, writeSync } from 'node:fs'
import { defineExperiment } from 'runlab'
const [mode, name, aside] = process.argv.slice(2)
const file = openSync(aside, 'w')
const note = new Float64Array(2)
const layers = Array.from({ length: 10_000 }, (_, i) => (i === 9999 ? 'loss' : 'layer/' + i))
const returned = (index) => { note[0] = index; note[1] = Date.now(); writeSync(file, note) }
await defineExperiment(import.meta, {
  run(e) {
    if (mode === 'always') for (let i = 0; ; i++) { e.track('loss', i); if (i % 1000 === 999) returned(i) }
    if (mode === 'many') for (let i = 0; ; i++) { for (const layer of layers) e.track(layer, i); returned(i) }
    for (let i = 0; i < 1000; i++) e.track('loss', i)
    returned(999)
    for (let sum = 0; ; sum++) if (Math.sqrt(sum) < 0) break
  },
}).run({ name })
`

interface Loss {
  readonly points: number
  /** Milliseconds; 0 where none was lost. */
  readonly oldest: number
}

export async function measure(): Promise<readonly Row[]> {
  const project = new ExperimentProject()
  try {
    const losses: Record<Mode, Loss[]> = { always: [], computes: [], many: [] }
    for (const mode of ['always', 'computes', 'many'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time, as on a machine that does nothing else
      for (let n = 0; n < KILLS[mode]; n++) losses[mode].push(await kill(project.folder, mode, `${mode}-${n}`))
    }
    return [
      ...rowsOf('tracking all the time', losses.always),
      ...rowsOf('tracked 1,000, computing', losses.computes),
      ...rowsOf('10,000 series all the time', losses.many), // in rounds of all: what is lost is counted in rounds
    ]
  } finally {
    project.remove()
  }
}

function rowsOf(what: string, losses: readonly Loss[]): readonly Row[] {
  return [
    {
      name: `kills: ${what}, lost`,
      value: Math.max(...losses.map(({ points }) => points)),
      unit: what.startsWith('10,000') ? 'rounds' : 'points',
    },
    { name: `kills: ${what}, oldest`, value: Math.max(...losses.map(({ oldest }) => oldest)), unit: 'ms', bar: BAR },
  ]
}

async function kill(folder: string, mode: Mode, name: string): Promise<Loss> {
  const aside = join(folder, `${name}.aside`)
  writeFileSync(join(folder, 'kill.mjs'), PROGRAM)
  const child = spawn(process.execPath, ['kill.mjs', mode, name, aside], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  while (!existsSync(aside) || readFileSync(aside).length === 0) await sleep(5)
  const [first, last] = KILLED_IN[mode]
  await sleep(first + Math.random() * (last - first))
  const killed = Date.now()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const bytes = readFileSync(aside)
  const notes = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + Math.floor(bytes.length / 16) * 16))
  const { values } = (await loadRun(join(folder, 'results/kill', name))).series('loss')
  if (values.some((value, i) => value !== i)) throw new Error(`the points of ${name} are not those that were tracked`)
  const newest = notes.at(-2) ?? -1
  if (values.length > newest) return { points: 0, oldest: 0 }
  // The first lost point was tracked after the last note that has it not.
  let i = 0
  while ((notes[i] as number) < values.length) i += 2
  const since = notes[Math.max(0, i - 1)] as number
  return { points: newest + 1 - values.length, oldest: Math.max(0, killed - since) }
}
