/** Kills runs by SIGKILL at random moments and looks at what they left: every archive loads, and no value older than 250 ms is lost. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { finish } from '../../src/finish/finish.ts'
import { loadRun } from '../../src/index.ts'
import { PROMISE, WAYS, killRun } from './kill-run.ts'
import type { Beat, Way } from './kill-run.ts'
import { makeProject } from './project.ts'
import type { Finding } from './run.ts'

const KILLS = 200

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

const LOOPS = ['yields', 'never yields'] as const

export async function soakKills(kills = KILLS): Promise<readonly Finding[]> {
  const project = makeProject({ 'kills.ts': PROGRAM })
  const findings: Finding[] = []
  let worst = 0
  let values = 0
  try {
    for (let number = 0; number < kills; number++) {
      const way = WAYS[number % WAYS.length] ?? 'in process'
      const loop = LOOPS[Math.floor(number / WAYS.length) % LOOPS.length] ?? 'yields'
      const { faults, lostFor, count } = await killOne(project.folder, number, way, loop)
      worst = Math.max(worst, lostFor)
      values += count
      for (const fault of faults) findings.push({ what: `kill ${number} (${way}, ${loop})`, value: fault, isFault: true })
      if (number % 10 === 9) process.stderr.write(`${number + 1} of ${kills} killed, oldest lost value ${worst} ms old\n`)
    }
  } finally {
    project.remove()
  }
  return [
    { what: 'SIGKILLs at random moments', value: String(kills) },
    { what: 'values set before them', value: String(values) },
    { what: `oldest value that was lost (at most ${PROMISE} ms)`, value: `${worst} ms`, isFault: worst > PROMISE },
    { what: 'archives with a fault', value: String(new Set(findings.map(({ what }) => what)).size) },
    ...findings,
  ]
}

async function killOne(folder: string, number: number, way: Way, loop: (typeof LOOPS)[number]) {
  const truth = join(folder, `truth-${number}`)
  const args = ['kills.ts', '--loop', loop]
  const killed = await killRun({ folder, args, truth, way, after: Math.random() * 1500 })
  return { ...(await examine(killed.folder, killed.beats, killed.killed)), count: killed.beats.length }
}

async function examine(folder: string, beats: readonly Beat[], killed: number) {
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
    await finish(folder, { by: 'recover', now: Date.now(), draw: null })
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
