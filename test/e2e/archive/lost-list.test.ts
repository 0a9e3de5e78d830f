import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

const PROGRAM = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: {},
  run(e) {
    for (let i = 0; i < 20; i++) e.track('loss', 1 / (i + 1), { step: i })
    for (let i = 0; i < 3; i++) e.track('note', \`at \${i}\`, { step: i })
    e.set('answer', 42)
  },
})
`

const project = new Project({ 'train.ts': PROGRAM })
let run = ''
const pictures = (): readonly string[] =>
  readdirSync(project.path(`${run}/visuals`), { recursive: true })
    .map(String)
    .sort()

beforeAll(async () => {
  expect((await project.runlab('run', 'train.ts', '--quiet')).code).toBe(0)
  run = project.onlyRun('train')
  expect((await project.runlab('draw', run)).code).toBe(0)
})

describe('a finished run whose list of series is gone', () => {
  test('is said by show, kept by draw, and made anew by recover', async () => {
    const list = project.read(`${run}/.runlab/series.jsonl`)
    const drawn = pictures()
    expect(drawn.length).toBeGreaterThan(2)
    rmSync(project.path(`${run}/.runlab/series.jsonl`))
    const shown = await project.runlab('show', run)
    expect(shown.code).toBe(1)
    expect(shown.stdout).toContain('answer  42')
    expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain('runlab recover makes it anew from tracked/series.parquet')
    const asJson = await project.runlab('show', run, '--json')
    expect(JSON.parse(asJson.stdout)).toMatchObject({ tracked: [], damage: [expect.stringContaining('it is missing')] })
    const drawing = await project.runlab('draw', run)
    expect(drawing.code).toBe(2)
    expect(drawing.stderr).toContain('it is missing')
    expect(pictures()).toEqual(drawn)
    const recovered = await project.runlab('recover', '--all')
    expect(recovered.stdout).toContain('the list of 2 series with 23 points made anew')
    expect(project.read(`${run}/.runlab/series.jsonl`)).toBe(list)
    expect((await project.runlab('show', run)).code).toBe(0)
    expect((await project.runlab('draw', run)).code).toBe(0)
    expect(pictures()).toEqual(drawn)
  })

  test('keeps its pictures where the points are damaged, too', async () => {
    const drawn = pictures()
    const file = project.path(`${run}/tracked/series.parquet`)
    const bytes = readFileSync(file)
    const damaged = Buffer.from(bytes)
    damaged[100] = (damaged[100] as number) ^ 4
    writeFileSync(file, damaged)
    const { code, stderr } = await project.runlab('draw', run)
    writeFileSync(file, bytes)
    expect(code).toBe(2)
    expect(stderr).toContain('it is not what its checksum says. The pictures that were drawn before stay as they are')
    expect(pictures()).toEqual(drawn)
  })
})
