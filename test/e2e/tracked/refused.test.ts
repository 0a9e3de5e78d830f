import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { once } from '../../../src/internal/once.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'refused.ts': `import { defineExperiment, histogram, image, matrix, param, table } from 'runlab'
const BAD: Record<string, (e: any) => void> = {
  TRACK_VALUE: (e) => e.track('new', () => 1),
  TRACK_KIND: (e) => e.track('loss', 'a text'),
  TRACK_NAME: (e) => e.track('', 1),
  TRACK_OPTION: (e) => e.track('loss', 1, { step: '3' }),
}
export const experiment = defineExperiment(import.meta, {
  parameters: { bad: param.choice(Object.keys(BAD)), catches: false },
  async run(e) {
    e.track('loss', 1)
    try {
      for (let i = 0; i < 3; i++) BAD[e.params.bad]!(e)
    } catch (error: any) {
      if (!e.params.catches) throw error
      e.set('caught', error.code)
    }
    e.track('loss', 2)
  },
})
experiment.runIfMain()
export const wrong = defineExperiment(import.meta, {
  run(e) {
    e.track({ ok: 1, bad: Symbol('x'), alsoOk: 2 })
    for (const value of [undefined, 2n ** 60n + 1n, new WeakMap(), new Error('x'), image('none.png'), histogram(['a'] as any), matrix([1, 2, 3], [2, 2]), table([1] as any), image({ data: new Uint8Array(5), width: 2, height: 2 })]) e.track('value', value)
    e.track('x'.repeat(1001), 1)
    e.track('a\\nb', 1)
    e.track('loss', 1, { context: { f: () => 1 } })
    e.track('loss', 1, 3 as never)
    e.track('value', 'the first that can be')
  },
})
export const codes = defineExperiment(import.meta, {
  async run(e) {
    const { track } = e
    Object.assign(globalThis, { track })
    track('loss', 1)
  },
})
`,
  'from-code.ts': `import { codes, experiment } from './refused.ts'
const runs = [
  ...['TRACK_VALUE', 'TRACK_KIND', 'TRACK_NAME', 'TRACK_OPTION'].map((bad) => ({ parameters: { bad }, name: bad, strict: true })),
  { parameters: { bad: 'TRACK_KIND' }, name: 'lenient' },
  { parameters: { bad: 'TRACK_KIND' }, debug: true, strict: false },
  { parameters: { bad: 'TRACK_KIND' }, debug: true },
]
for (const options of runs) {
  const run = await experiment.run(options as never).catch((error) => error)
  console.log(JSON.stringify([run.cause?.code ?? run.status]))
}
await codes.run({ name: 'late' })
try { (globalThis as any).track('late', 1) } catch (error: any) { console.log('late: ' + error.code) }
`,
})

const WAYS = [
  ['supervised', [BIN, 'run', 'refused.ts']],
  ['in process', ['--import', REGISTER, 'refused.ts']],
] as const
let number = 0
async function run(command: readonly string[], ...flags: readonly string[]) {
  const name = `run-${number++}`
  const outcome = await project.node(...command, '--name', name, ...flags)
  return { ...outcome, run: await loadRun(project.path(join('results/refused', name))) }
}

describe.each(WAYS)('what cannot be tracked, %s', (_, command) => {
  test('ends no run, and is said once', async () => {
    const { code, stdout, stderr, run: found } = await run(command, '--bad', 'TRACK_KIND')
    expect(code).toBe(0)
    expect(found.status).toBe('done')
    expect([...found.series('loss').values]).toEqual([1, 2])
    expect(found.meta).toMatchObject({ refused: [{ series: 'loss', count: 3 }], lost_points: 0 })
    const reason = found.meta.refused[0]?.reason ?? 'none'
    expect(`${stdout}${stderr}`.split(`[warn] ${reason}`)).toHaveLength(2)
    expect(stdout).toContain(`${reason} (3 times)`)
    expect(found.meta.warnings.filter((warning) => warning.startsWith(reason))).toHaveLength(1)
    expect((await found.readLog()).split(`[warn] ${reason}`)).toHaveLength(2)
  })

  test('fails the run at its line in strict mode', async () => {
    const { code, stderr, stdout, run: found } = await run(command, '--bad', 'TRACK_KIND', '--strict')
    expect(code).toBe(1)
    expect(found.status).toBe('failed')
    expect(found.meta).toMatchObject({ error: { code: 'TRACK_KIND', phase: 'run' }, refused: [] })
    expect(found.meta.error?.stack).toMatch(/refused\.ts:4:/)
    expect(`${stdout}${stderr}`).toContain('Cannot track')
    expect([...found.series('loss').values]).toEqual([1])
  })
})

/** Runs from code, one after the other in one process. */
const fromCode = once(async () => await project.node('--import', REGISTER, 'from-code.ts'))

describe('what cannot be tracked', () => {
  const [[, command]] = WAYS

  test('can be caught in strict mode, and the run goes on', async () => {
    const { code, run: found } = await run(command, '--bad', 'TRACK_KIND', '--strict', '--catches')
    expect(code).toBe(0)
    expect(found.get('caught')).toBe('TRACK_KIND')
    expect([...found.series('loss').values]).toEqual([1, 2])
  })

  test('is what the options say, when an experiment is run from code', async () => {
    const { stdout, stderr } = await fromCode()
    const lines = stdout.split('\n').filter((line) => line.startsWith('["'))
    const codes = ['TRACK_VALUE', 'TRACK_KIND', 'TRACK_NAME', 'TRACK_OPTION']
    const expected = [...codes, 'done', 'done', 'TRACK_KIND']
    expect(
      lines.map((line) => JSON.parse(line)[0]),
      stdout + stderr,
    ).toEqual(expected)
    for (const code of codes) {
      // oxlint-disable-next-line no-await-in-loop -- a few
      const { meta } = await loadRun(project.path(`results/refused/${code}`))
      expect(meta).toMatchObject({ status: 'failed', error: { code }, refused: [] })
    }
  })

  test('leaves what can be, and is named each for its reason', async () => {
    const { code, stderr } = await project.runlab('run', 'refused.ts#wrong', '--name', 'wrong')
    expect(code, stderr).toBe(0)
    const found = await loadRun(project.path('results/refused/wrong/wrong'))
    expect(found.tracked.map(({ name, kind, count }) => [name, kind, count])).toEqual([
      ['ok', 'number', 1],
      ['alsoOk', 'number', 1],
      ['value', 'text', 1],
    ])
    expect(found.meta.refused.reduce((sum, { count }) => sum + count, 0)).toBe(14)
    expect(found.meta.refused.every(({ reason }) => reason.startsWith('Cannot track'))).toBe(true)
    expect(found.meta.refused.map(({ series }) => series)).toEqual(expect.arrayContaining(['bad', 'value', 'loss']))
    expect(found.series('ok').steps[0]).toBe(0)
  })

  test('because the run has ended, throws RUN_ENDED', async () => {
    const { stdout, stderr } = await fromCode()
    expect(stdout + stderr).toContain('late: RUN_ENDED')
    expect((await loadRun(project.path('results/refused/codes/late'))).tracked.map(({ name }) => name)).toEqual(['loss'])
  })
})

test('a kind of the experiment is known to the experiment that loads the run, and to nobody else', async () => {
  const own = new Project({
    'package.json': '{ "type": "module" }',
    'own.ts': `import { Misfit, defineExperiment } from 'runlab'
class Odd { constructor(readonly n: number) {} }
const odd = {
  name: 'odd',
  accepts: (value: unknown) => value instanceof Odd,
  write: (value: unknown) => {
    const { n } = value as Odd
    if (n % 2 === 0) throw new Misfit('it is even')
    return { data: { n }, file: { extension: 'odd', content: { type: 'bytes' as const, bytes: Buffer.from('odd ' + n) } } }
  },
  read: (data: any, { folder }: any) => ({ n: data.n, path: folder + '/' + data.file }),
}
export const experiment = defineExperiment(import.meta, {
  kinds: [odd],
  run(e) {
    for (let n = 1; n < 6; n++) e.track('odd', new Odd(n))
    e.track('plain', { n: 1 })
  },
})
experiment.runIfMain()
`,
    'load.ts': `import { experiment } from './own.ts'
const run = await experiment.load('results/own/it')
console.log(JSON.stringify([...run.series('odd')].map(({ value }: any) => value)))
`,
  })
  expect((await own.runlab('run', 'own.ts', '--name', 'it')).code).toBe(0)
  const folder = own.path('results/own/it')
  const values = [1, 3, 5].map((n, i) => ({ n, path: join(folder, `tracked/odd/00000${i}.odd`) }))
  const { stdout } = await own.node('--import', REGISTER, 'load.ts')
  expect(JSON.parse(stdout)).toEqual(values)
  const plain = await loadRun(folder)
  expect(Array.from(plain.series('odd'), ({ value }) => value)).toMatchObject([{ n: 1, size: 5 }, { n: 3 }, { n: 5 }])
  expect(plain.meta.refused).toEqual([{ series: 'odd', reason: expect.stringContaining('it is even'), count: 2 }])
})
