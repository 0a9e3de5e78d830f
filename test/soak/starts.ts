/** Starts a thousand runs in bursts of 64 in one namespace: each gets a folder of its own, and nothing is left behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadRun } from '../../src/index.ts'
import { REGISTER, makeProject } from './project.ts'
import type { Finding } from './run.ts'

const STARTS = 1000
const BURST = 64

const PROGRAM = `import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { number: 0 },
  async run(e) {
    e.set('number', e.params.number)
    await e.commit('number.txt', String(e.params.number))
  },
})
experiment.runIfMain()
`

export async function soakStarts(starts = STARTS): Promise<readonly Finding[]> {
  const project = makeProject({ 'starts.ts': PROGRAM })
  const faults: Finding[] = []
  const began = performance.now()
  try {
    for (let first = 0; first < starts; first += BURST) {
      const numbers = Array.from({ length: Math.min(BURST, starts - first) }, (_, index) => first + index)
      const codes = await Promise.all(numbers.map((number) => start(project.folder, number)))
      for (const [index, code] of codes.entries()) {
        if (code !== 0) faults.push({ what: `run ${first + index}`, value: `exit code ${code}`, isFault: true })
      }
      process.stderr.write(`${first + numbers.length} of ${starts} started and ended\n`)
    }
    const seconds = (performance.now() - began) / 1000
    const archive = join(project.folder, 'results')
    const namespace = join(archive, 'starts')
    const names = readdirSync(namespace)
    const found = new Set<unknown>()
    for (const name of names) {
      const run = await loadRun(join(namespace, name))
      if (run.status !== 'done') faults.push({ what: name, value: `its status is ${run.status}`, isFault: true })
      if (run.get('number') !== Number(await run.artifacts.get('number.txt').text())) {
        faults.push({ what: name, value: 'its value and its artifact differ', isFault: true })
      }
      found.add(run.get('number'))
    }
    const left = readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /lock|claim|\.tmp$|partial|alive|journal/.test(path),
    )
    return [
      { what: `runs started, ${BURST} at the same instant`, value: String(starts) },
      { what: 'archives', value: String(names.length), isFault: names.length !== starts },
      { what: 'different runs in them', value: String(found.size), isFault: found.size !== starts },
      { what: 'locks, claims and temporary files left', value: String(left.length), isFault: left.length > 0 },
      { what: 'seconds for all of them', value: seconds.toFixed(0) },
      ...faults,
    ]
  } finally {
    project.remove()
  }
}

async function start(folder: string, number: number): Promise<unknown> {
  const args = ['--import', REGISTER, 'starts.ts', '--results', 'results', '--number', String(number), '--quiet']
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  return code
}
