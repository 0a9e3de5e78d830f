/** Kills runs by SIGKILL at random moments and looks at what they left: every archive loads, and no value older than 250 ms is lost. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { recoverRun } from '../../src/archive/recover-run.ts'
import { loadRun } from '../../src/index.ts'
import { COMMAND, REGISTER, makeProject } from './project.ts'
import type { Finding } from './run.ts'

const KILLS = 200
/** Milliseconds of which the values may be lost. */
const PROMISE = 250

/**
 * Sets a value about every millisecond, and after that writes its number and time to a file that is no part of runlab: what
 * stands there was set before. The first line is the process's id.
 */
const PROGRAM = `import { openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { truth: '', loop: param.choice(['yields', 'never yields']) },
  async run(e) {
    const truth = openSync(e.params.truth, 'a')
    writeSync(truth, \`\${process.pid} \${e.folder}\\n\`)
    for (let n = 0; ; n++) {
      e.set(\`kept/\${n % 100}\`, n)
      e.set('last', n)
      writeSync(truth, \`\${n} \${Date.now()}\\n\`)
      if (n % 100 === 0) e.log('at', n)
      if (e.params.loop === 'yields') {
        if (n % 20 === 0) await e.commit(\`part_\${n % 60}.json\`, { n })
        await sleep(1)
      } else for (const until = performance.now() + 1; performance.now() < until; );
    }
  },
})
experiment.runIfMain()
`

/** Who dies: the process of the experiment, or its supervisor first and then it. */
const WAYS = ['in process', 'the experiment', 'supervisor and experiment'] as const
const LOOPS = ['yields', 'never yields'] as const

export async function soakKills(): Promise<readonly Finding[]> {
  const project = makeProject({ 'kills.ts': PROGRAM })
  const findings: Finding[] = []
  let worst = 0
  let values = 0
  try {
    for (let number = 0; number < KILLS; number++) {
      const way = WAYS[number % WAYS.length] ?? 'in process'
      const loop = LOOPS[Math.floor(number / WAYS.length) % LOOPS.length] ?? 'yields'
      const { faults, lostFor, count } = await killOne(project.folder, number, way, loop)
      worst = Math.max(worst, lostFor)
      values += count
      for (const fault of faults) findings.push({ what: `kill ${number} (${way}, ${loop})`, value: fault, isFault: true })
      if (number % 10 === 9) process.stderr.write(`${number + 1} of ${KILLS} killed, oldest lost value ${worst} ms old\n`)
    }
  } finally {
    project.remove()
  }
  return [
    { what: 'SIGKILLs at random moments', value: String(KILLS) },
    { what: 'values set before them', value: String(values) },
    { what: `oldest value that was lost (at most ${PROMISE} ms)`, value: `${worst} ms`, isFault: worst > PROMISE },
    { what: 'archives with a fault', value: String(new Set(findings.map(({ what }) => what)).size) },
    ...findings,
  ]
}

async function killOne(folder: string, number: number, way: (typeof WAYS)[number], loop: (typeof LOOPS)[number]) {
  const truth = join(folder, `truth-${number}`)
  const flags = ['kills.ts', '--results', 'results', '--truth', truth, '--loop', loop, '--quiet']
  const args = way === 'in process' ? ['--import', REGISTER, ...flags] : [COMMAND, 'run', ...flags]
  const started = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  const experiment = await waitForTruth(truth, started)
  await sleep(Math.random() * 1500)
  const killed = Date.now()
  if (way === 'supervisor and experiment') started.kill('SIGKILL')
  process.kill(experiment.pid, 'SIGKILL')
  if (started.exitCode === null && started.signalCode === null) await once(started, 'exit')
  await waitUntilGone(experiment.pid)
  const beats = readBeats(truth)
  return { ...(await examine(experiment.folder, beats, killed)), count: beats.length }
}

async function examine(folder: string, beats: readonly (readonly [number, number])[], killed: number) {
  const faults: string[] = []
  try {
    const run = await loadRun(folder)
    if (run.status !== 'crashed') faults.push(`its status is ${run.status}`)
    const last = Number(run.get('last') ?? -1)
    for (let n = Math.max(0, last - 99); n <= last; n++) {
      const kept = run.get(`kept/${n % 100}`)
      // The one behind \`last\` may have arrived already.
      if (kept !== n && kept !== n + 100) faults.push(`kept/${n % 100} is ${String(kept)}, and last is ${last}`)
    }
    // An artifact that is replaced at this moment has its new bytes and its old checksum until the run is recovered.
    await recoverRun({ folder, now: Date.now(), ago: String, analysis: () => '' })
    for (const artifact of (await loadRun(folder)).artifacts) {
      const sha256 = createHash('sha256')
        .update(await artifact.bytes())
        .digest('hex')
      if (sha256 !== artifact.sha256) faults.push(`${artifact.name} is not what its checksum says`)
    }
    if (run.environment === null || run.snapshot === null) faults.push('environment or snapshot is missing')
    if (run.snapshot?.files.some(({ path }) => !existsSync(join(folder, 'code', path)))) faults.push('code is missing')
    const lost = beats.find(([n]) => n > last)
    return { faults, lostFor: lost === undefined ? 0 : killed - lost[1] }
  } catch (error) {
    return { faults: [...faults, String(error)], lostFor: 0 }
  }
}

async function waitForTruth(file: string, started: ChildProcess): Promise<{ pid: number; folder: string }> {
  for (;;) {
    const [first, second] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    const space = first?.indexOf(' ') ?? -1
    if (first !== undefined && second !== undefined && second !== '') {
      return { pid: Number(first.slice(0, space)), folder: first.slice(space + 1) }
    }
    if (started.exitCode !== null) throw new Error(`The run ended with ${started.exitCode} before it began.`)
    await sleep(5)
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(2)
  }
}

/** Number and time of every value that was set; a last line without its end is left out. */
function readBeats(file: string): readonly (readonly [number, number])[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(1, -1)
  return lines.map((line) => {
    const [n, time] = line.split(' ').map(Number)
    return [n ?? 0, time ?? 0] as const
  })
}
