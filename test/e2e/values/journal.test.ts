import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'sets.ts': `
import { setImmediate } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
const experiment = defineExperiment(import.meta, {
  parameters: { loops: false, count: 20_000 },
  async run(e) {
    for (let n = 1; n <= e.params.count; n++) {
      e.set('count', n)
      e.set('nested/list', [n, { square: n * n }])
      if (n % 50 === 0 && !e.params.loops) await setImmediate()
    }
    if (!e.params.loops) return
    const written = new Int32Array(new SharedArrayBuffer(4))
    Atomics.wait(written, 0, 0, 250) // what is promised
    process.stdout.write('process ' + process.pid + '\\n')
    for (;;);
  },
})
experiment.runIfMain()
export default experiment
`,
})

const WAYS = [
  ['supervised', [BIN, 'run', 'sets.ts']],
  ['in process', ['--import', REGISTER, 'sets.ts']],
] as const

describe.each(WAYS)('values of a run, %s', (mode, command) => {
  test('that is killed in a loop that never yields are there, and runlab recover writes their document', async () => {
    const name = `killed-${mode.replace(' ', '-')}`
    const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env
    const run = spawn(process.execPath, [...command, '--loops', '--name', name], {
      cwd: project.folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    for await (const chunk of run.stdout.setEncoding('utf8')) {
      output += chunk
      const pid = /process (\d+)\n/.exec(output)?.[1]
      if (pid !== undefined) killProcesses([Number(pid)])
    }
    if (run.exitCode === null && run.signalCode === null) await once(run, 'exit')
    const folder = project.path(join('results/sets', name))
    const expected = { count: 20_000, nested: { list: [20_000, { square: 400_000_000 }] } }
    const before = await loadRun(folder)
    expect(before).toMatchObject({ status: 'crashed', values: expected })
    expect(existsSync(join(folder, '.runlab/journal'))).toBe(true)
    const { code, stdout } = await project.runlab('recover', name)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('values written from the journal') })
    expect(existsSync(join(folder, '.runlab/journal'))).toBe(false)
    expect((await loadRun(folder)).values).toEqual(expected)
  })

  test('that is under way are whole for a reader at any instant, and never go back', async () => {
    const name = `read-${mode.replace(' ', '-')}`
    const folder = project.path(join('results/sets', name))
    const ended = project.node(...command, '--name', name, '--count', '60000') // long enough to be read several times
    const soon = async (): Promise<'soon'> => await new Promise((resolve) => setImmediate(() => resolve('soon')))
    const counts: number[] = []
    while ((await Promise.race([ended, soon()])) === 'soon') {
      if (!existsSync(join(folder, 'experiment_meta.json'))) continue
      const { values } = await loadRun(folder)
      if (values['count'] === undefined) continue
      counts.push(Number(values['count']))
    }
    expect(await ended).toMatchObject({ code: 0 })
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(new Set(counts).size).toBeGreaterThan(1)
    expect((await loadRun(folder)).values).toMatchObject({ count: 60_000 })
  })
})
