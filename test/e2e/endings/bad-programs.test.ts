import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const PROGRAM = `import fs from 'node:fs'
import { defineExperiment, param } from 'runlab'

const refuse = (): never => { throw new Error('looked at') }
const WAYS: Record<string, (e: any) => unknown> = {
  'leaves by reallyExit': () => (process as any).reallyExit(0),
  'throws what cannot be looked at': () => { throw new Proxy({}, new Proxy({}, { get: () => refuse })) },
  'throws an error that cannot be read': () => { throw Object.defineProperty(new Error('bad'), 'message', { get: refuse }) },
  'changes everything': (e) => {
    const gone = fs.mkdtempSync(process.cwd() + '/gone-')
    process.chdir(gone)
    fs.rmSync(gone, { recursive: true })
    Object.assign(Object.prototype, { toJSON: () => 'mine', get: 1, status: 'mine' })
    ;(Array.prototype as any).toJSON = () => 'mine'
    Promise.prototype.then = function () { return this } as never
    Date.now = () => Number.NaN
    globalThis.setTimeout = (() => ({})) as never
    JSON.stringify = JSON.parse = String.prototype.split = Map.prototype.get = Promise.race = fs.writeFileSync = fs.renameSync = refuse
  },
  'deletes what is global': () => {
    for (const name of ['JSON', 'Buffer', 'Date', 'setTimeout', 'clearTimeout', 'performance', 'URL', 'queueMicrotask', 'Uint8Array'])
      delete (globalThis as any)[name]
  },
  'throws after that': (e) => {
    WAYS['changes everything']!(e)
    throw new RangeError('bad')
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS) as [string]) },
  async run(e) {
    e.set('before', { list: [1, 'two'] })
    for (let i = 0; i < 4; i++) e.track('loss', i)
    await WAYS[e.params.way]!(e)
  },
})
experiment.runIfMain()
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'bad.ts': PROGRAM })

describe.each(['supervised', 'in process'] as const)('%s, a program', (mode) => {
  test.each([
    ['leaves by reallyExit', 1, 'failed in run by process.exit()'],
    ['throws what cannot be looked at', 1, 'failed in run'],
    ['throws an error that cannot be read', 1, 'failed in run'],
    ['changes everything', 0, 'done'],
    ['throws after that', 1, 'failed in run'],
    ['deletes what is global', 0, 'done'],
  ] as const)('that %s has exit code %i and a record that says "%s"', async (way, expected, text) => {
    const name = `${mode} ${way}`.replaceAll(' ', '-')
    const command = mode === 'supervised' ? [BIN, 'run', 'bad.ts'] : ['--import', REGISTER, 'bad.ts']
    const { code, stdout, stderr } = await project.spawn(process.execPath, [...command, '--name', name, '--way', way], {
      RUNLAB_VISUALS: '1',
    })
    expect(code, stdout + stderr).toBe(expected)
    const folder = project.path(`results/bad/${name}`)
    const run = await loadRun(folder)
    expect(run.ending?.text).toBe(text)
    expect(run.values).toEqual({ before: { list: [1, 'two'] } })
    expect([...run.series('loss').values]).toEqual([0, 1, 2, 3])
    expect(existsSync(`${folder}/.runlab/reserve`)).toBe(false)
    if (text === 'done') expect(existsSync(`${folder}/visuals/loss.svg`)).toBe(true)
    const changed = run.meta.warnings.filter((warning) => warning.startsWith('The run changed what is built in'))
    expect(changed).toHaveLength(['changes everything', 'throws after that', 'deletes what is global'].includes(way) ? 1 : 0)
  })
})
