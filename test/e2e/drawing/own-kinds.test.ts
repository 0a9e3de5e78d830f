import { existsSync, rmSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

const CLOUD = `
import { writeFileSync } from 'node:fs'
const place = process.env.MARK
if (place) writeFileSync(place, 'executed')
export const cloud = {
  name: 'cloud',
  accepts: (value) => Array.isArray(value?.cloud),
  write: (value) => ({ data: value.cloud }),
  read: (data) => data,
  compile(series, { title }) {
    console.log('compiles')
    const y = [...series].at(-1).value
    return [{ type: 'lines', title, x: { label: 'archived' }, y: { label: 'y' }, lines: [{ label: title, x: [0, 1, 2], y }] }]
  },
}
export const broken = { ...cloud, name: 'broken', accepts: (value) => value?.broken === true, write: () => ({ data: 1 }), compile() { throw new Error('no picture') } }
`
const STUDY = `
import { defineExperiment } from 'runlab'
import { broken, cloud } from './cloud.ts'
export const experiment = defineExperiment(import.meta, {
  parameters: { own: true, odd: false },
  kinds: [cloud, broken],
  run(e) {
    e.track('loss', 1)
    if (e.params.own) e.track('points', { cloud: [3, 1, 2] })
    if (e.params.odd) e.track('odd', { broken: true })
  },
})
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'study.ts': STUDY, 'cloud.ts': CLOUD })
const mark = project.path('mark')
const picture = (run: string): string => `results/study/${run}/visuals/points.svg`
const draw = async (...words: readonly string[]): Promise<Awaited<ReturnType<Project['spawn']>>> => {
  rmSync(mark, { force: true })
  return await project.spawn(process.execPath, [project.path('node_modules/runlab/dist/bin.cjs'), 'draw', ...words], {
    MARK: mark,
  })
}

beforeAll(async () => {
  for (const [name, ...flags] of [['own'], ['odd', '--odd'], ['plain', '--no-own']]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { code, stderr } = await project.runlab(
      'run',
      'study.ts',
      '--no-visuals',
      '--no-system',
      '--name',
      name ?? '',
      ...flags,
    )
    if (code !== 0) throw new Error(stderr)
  }
  project.write('cloud.ts', 'throw new Error("changed since")\n')
})

describe('runlab draw --own-kinds', () => {
  test('draws series of own kinds by the archived code, which nothing else executes', async () => {
    expect((await draw('own')).code).toBe(0)
    expect([existsSync(mark), existsSync(project.path(picture('own')))]).toEqual([false, false])

    const own = await draw('own', '--own-kinds', '--json')
    expect(own).toMatchObject({ code: 0, stderr: 'compiles\n' })
    expect(JSON.parse(own.stdout)[0].failed).toEqual([])
    expect(existsSync(mark)).toBe(true)
    expect(project.read(picture('own'))).toContain('archived')
    expect(project.read('results/study/own/report.html')).toContain('archived')

    // Without such a series the code is not needed.
    expect((await draw('plain', '--own-kinds')).code).toBe(0)
    expect(existsSync(mark)).toBe(false)
  })

  test('says which kind threw, and refuses a run whose code is not there', async () => {
    const odd = await draw('odd', '--own-kinds')
    expect(odd.code).toBe(1)
    expect(odd.stdout).toContain('odd could not be drawn: its kind "broken" threw Error: no picture')
    expect(project.read(picture('odd'))).toContain('archived')

    rmSync(project.path('results/study/own/code'), { recursive: true })
    const missing = await draw('own', '--own-kinds', '--json')
    expect(missing.code).toBe(2)
    expect(JSON.parse(missing.stdout)).toEqual([
      { run: 'own', code: 'KIND_CODE_MISSING', error: expect.stringContaining('the code of its experiment is not there') },
    ])
    const analysed = await project.runlab('analyse', 'own')
    expect([analysed.code, analysed.stderr]).toEqual([2, expect.stringContaining('its code is not there')])
  })
})
