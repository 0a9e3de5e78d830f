import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { descendantsOf, killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { COMMAND, REGISTER, makeProject } from '../project.ts'
import type { AttackRow } from './attack-row.ts'
import { BAD_PROGRAMS } from './bad-program-table.ts'
import type { BadProgram, Promised } from './bad-program-table.ts'

const MODES = ['supervised', 'in process'] as const
type Mode = (typeof MODES)[number]

/** Programs that run beside each other: most of their time they wait. */
const AT_ONCE = 3
/** Milliseconds after which a program is taken not to end. */
const LONGEST = 30_000

/** Runs every bad program with a supervisor and without: status, exit code and record have to be what the guide promises. */
export async function badPrograms(only = ''): Promise<readonly AttackRow[]> {
  const chosen = BAD_PROGRAMS.filter(({ what }) => what.includes(only))
  const rows: AttackRow[] = []
  for (const mode of MODES) {
    const faults: string[] = []
    const tasks = chosen.flatMap((program) => {
      const promised = mode === 'supervised' || program.inProcess === undefined ? program.promised : program.inProcess
      return promised === null ? [] : [{ program, promised }]
    })
    const tried = tasks.length
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
        const fault = await faultOf(task.program, task.promised, mode)
        if (fault !== null) faults.push(`${task.program.what}: ${fault}`)
        if (process.env['VERBOSE'] !== undefined) console.error(mode, task.program.what, fault)
      }
    })
    await Promise.all(workers)
    rows.push({
      what: `bad programs, ${mode}`,
      tried,
      found: faults.length,
      detail: faults.length === 0 ? 'each with the status, exit code and record that the guide promises' : faults.join('\n  '),
    })
  }
  return rows
}

/** What is other than promised; null where nothing is. */
async function faultOf(program: BadProgram, promised: Promised, mode: Mode): Promise<string | null> {
  const project = makeProject({ 'bad.ts': textOf(program) })
  const results = join(project.folder, 'results')
  try {
    const command = mode === 'supervised' ? [COMMAND, 'run', 'bad.ts'] : ['--import', REGISTER, 'bad.ts']
    const { code, output } = await execute(project.folder, [...command, '--name', 'it', '--results', results])
    const folder = join(results, 'bad/it')
    const faults = code === promised.code ? [] : [`exit code ${code}, promised ${promised.code}`]
    const rescue = /Values and metadata are in (\S+)/.exec(output)?.[1]
    if (promised.isGone === true) {
      if (rescue === undefined || !existsSync(join(rescue, 'experiment_meta.json'))) faults.push('nothing was rescued')
    } else faults.push(...(await faultsOfRecord(folder, promised)))
    if (rescue !== undefined) rmSync(rescue, { recursive: true, force: true })
    return faults.length === 0 ? null : `${faults.join('; ')}${process.env['VERBOSE'] === undefined ? '' : `\n${output}`}`
  } finally {
    project.remove()
  }
}

async function faultsOfRecord(folder: string, promised: Promised): Promise<readonly string[]> {
  const faults: string[] = []
  try {
    const isOver = async (): Promise<boolean> =>
      (await loadRun(folder)).status !== 'running' && (promised.status !== 'done' || existsSync(join(folder, 'report.html')))
    for (let waited = 0; waited < 5000 && !(await isOver()); waited += 50) await sleep(50)
    const run = await loadRun(folder)
    if (run.status !== promised.status) faults.push(`status ${run.status}, promised ${promised.status}`)
    const text = run.ending?.text ?? ''
    if (promised.says !== undefined && !text.includes(promised.says)) faults.push(`"${text}", promised "${promised.says}"`)
    if (promised.isEmpty === true) return faults
    if (run.values['before'] !== 1) faults.push('its value cannot be read')
    const { values } = run.series('loss')
    if (values.join() !== '0,1,2,3') faults.push(`its points are ${values.join()}`)
    if (promised.status === 'done' && !existsSync(join(folder, 'report.html'))) faults.push('it has no report')
    const left = readdirSync(join(folder, '.runlab')).filter((name) => name === 'partial' || name === 'reserve')
    if (left.length > 0 && promised.status === 'done') faults.push(`.runlab/${left.join()} is left`)
  } catch (error) {
    faults.push(`its record cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return faults
}

async function execute(cwd: string, args: readonly string[]): Promise<{ code: number | string; output: string }> {
  const env = { ...process.env, ...(args.includes('run') ? { SUPERVISED: '1' } : {}) }
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const pid = child.pid ?? 0
  const timer = setTimeout(() => killProcesses([...descendantsOf(pid), pid]), LONGEST)
  const code = await new Promise<number | string>((resolve) => {
    child.once('exit', (exit, signal) => resolve(exit ?? 128 + constants.signals[signal ?? 'SIGKILL']))
  })
  clearTimeout(timer)
  await sleep(50) // what is still in its pipes
  return { code, output }
}

function textOf({ body, hook }: BadProgram): string {
  const fails = hook === 'onError' ? `throw new Error('for onError')` : ''
  return `import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
const require = createRequire(import.meta.url)
const fs = require('node:fs'), path = require('node:path'), os = require('node:os')
const child_process = require('node:child_process'), worker_threads = require('node:worker_threads')
const bad = async (e: any) => {
  ${body}
}
export const experiment = defineExperiment(import.meta, {
  parameters: {},
  ${hook === undefined ? '' : `implement: { ${hook}: bad },`}
  async run(e) {
    e.set('before', 1)
    for (let i = 0; i < 4; i++) e.track('loss', i)
    ${hook === undefined ? 'await bad(e)' : fails}
  },
})
experiment.runIfMain()
`
}
