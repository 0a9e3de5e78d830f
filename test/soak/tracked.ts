/**
 * Kills runs by SIGKILL while they track, and when they have and go on without a call. What they left has no gap, no point older
 * than 250 ms is missing, every file of a series is whole, and recovering changes nothing of it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { finish } from '../../src/finish/finish.ts'
import { loadRun } from '../../src/index.ts'
import type { MediaValue, RunReader } from '../../src/index.ts'
import { PROMISE, WAYS, killRun } from './kill-run.ts'
import type { KilledRun, Way } from './kill-run.ts'
import { makeProject } from './project.ts'
import type { Finding } from './run.ts'

const KILLS = 50

/** After each point it writes its number and time to a file that is no part of runlab: what stands there was tracked before. */
const PROGRAM = `import { openSync, writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { truth: '', loop: param.choice(['tracks and yields', 'tracks', 'has tracked and computes']) },
  async run(e) {
    const truth = openSync(e.params.truth, 'a')
    writeSync(truth, \`\${process.pid} \${e.folder}\\n\`)
    const track = (n: number) => {
      e.track('loss', n)
      writeSync(truth, \`\${n} \${Date.now()}\\n\`)
    }
    if (e.params.loop === 'has tracked and computes') {
      for (let n = 0; n < 1000; n++) track(n)
      for (;;);
    }
    for (let n = 0; ; n++) {
      track(n)
      if (n % 500 === 0) e.track('note', 'at ' + n, { step: n })
      if (n % 5000 === 0) e.track('image', { data: new Uint8Array(10_000).fill(n / 5000), width: 100, height: 100 }, { step: n })
      if (n % 1000 === 0 && e.params.loop === 'tracks and yields') await setImmediate()
    }
  },
})
experiment.runIfMain()
`

const LOOPS = ['tracks and yields', 'has tracked and computes', 'tracks', 'has tracked and computes'] as const

export async function soakTracked(kills = KILLS): Promise<readonly Finding[]> {
  const project = makeProject({ 'tracked.ts': PROGRAM })
  const faults: Finding[] = []
  const worst = { lost: 0, age: 0 }
  let points = 0
  let killsThatLost = 0
  try {
    for (let number = 0; number < kills; number++) {
      const way = WAYS[number % WAYS.length] ?? 'in process'
      const loop = LOOPS[Math.floor(number / WAYS.length) % LOOPS.length] ?? 'tracks'
      const found = await killOne(project.folder, { number, way, loop })
      worst.lost = Math.max(worst.lost, found.lost)
      worst.age = Math.max(worst.age, found.age)
      points += found.tracked
      if (found.lost > 0) killsThatLost++
      for (const fault of found.faults) faults.push({ what: `kill ${number} (${way}, ${loop})`, value: fault, isFault: true })
      if (number % 10 === 9) process.stderr.write(`${number + 1} of ${kills} killed, oldest lost point ${worst.age} ms old\n`)
    }
  } finally {
    project.remove()
  }
  return [
    { what: 'SIGKILLs at random moments', value: String(kills) },
    { what: 'points tracked before them', value: String(points) },
    { what: 'kills that lost any', value: String(killsThatLost) },
    { what: 'most points that one lost', value: String(worst.lost) },
    { what: `oldest point that was lost (at most ${PROMISE} ms)`, value: `${worst.age} ms`, isFault: worst.age > PROMISE },
    { what: 'archives with a fault', value: String(new Set(faults.map(({ what }) => what)).size) },
    ...faults,
  ]
}

interface Examined {
  readonly faults: readonly string[]
  readonly tracked: number
  /** Points that had been tracked and are not there. */
  readonly lost: number
  /** Milliseconds that the first of them was old. */
  readonly age: number
}

async function killOne(
  folder: string,
  { number, way, loop }: { readonly number: number; readonly way: Way; readonly loop: (typeof LOOPS)[number] },
): Promise<Examined> {
  const truth = join(folder, `truth-${number}`)
  const killed = await killRun({ folder, args: ['tracked.ts', '--loop', loop], truth, way, after: Math.random() * 1500 })
  const tracked = killed.beats.length
  try {
    return { ...(await examine(killed)), tracked }
  } catch (error) {
    return { faults: [String(error)], tracked, lost: 0, age: 0 }
  }
}

async function examine({ folder, killed, beats }: KilledRun): Promise<Omit<Examined, 'tracked'>> {
  const crashed = await loadRun(folder)
  const faults = [...(crashed.status === 'crashed' ? [] : [`its status is ${crashed.status}`]), ...faultsOf(crashed)]
  const count = countOf(crashed, 'loss')
  const { done } = await finish(folder, { by: 'recover', now: Date.now(), draw: null })
  const sealed = await loadRun(folder)
  for (const fault of faultsOf(sealed)) faults.push(`recovered: ${fault}`)
  if (JSON.stringify(sealed.tracked) !== JSON.stringify(crashed.tracked)) faults.push('its series differ once they are sealed')
  const total = crashed.tracked.reduce((sum, series) => sum + series.count, 0)
  if (total > 0 && !done.some((step) => step.startsWith(`${total} tracked points`))) faults.push(`it said ${done.join('; ')}`)
  if (existsSync(join(folder, '.runlab/tracking'))) faults.push('its journal is still there')
  const lost = beats.filter(([n]) => n >= count)
  return { faults, lost: lost.length, age: lost[0] === undefined ? 0 : killed - lost[0][1] }
}

/** What is wrong with what a run has tracked: gaps, and files that are not what their points say. */
function faultsOf(run: RunReader): string[] {
  const faults: string[] = []
  const pointsOf = (name: string): readonly { readonly step: number; readonly value: unknown }[] =>
    countOf(run, name) === 0 ? [] : [...run.series(name)]
  const gap = pointsOf('loss').findIndex(({ step, value }, i) => step !== i || value !== i)
  if (gap >= 0) faults.push(`point ${gap} is another`)
  if (pointsOf('note').some(({ step, value }, i) => step !== i * 500 || value !== `at ${step}`)) faults.push('a note is another')
  for (const [i, { step, value }] of pointsOf('image').entries()) {
    const { path, sha256 } = value as MediaValue
    const isWhole = existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256
    if (step !== i * 5000 || !isWhole) faults.push(`image ${i} is another, or not there`)
  }
  return faults
}

function countOf({ tracked }: RunReader, name: string): number {
  return tracked.find((series) => series.name === name)?.count ?? 0
}
