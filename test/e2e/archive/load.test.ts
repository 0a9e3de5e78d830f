import { cpSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { Project } from '../project.ts'
import { readRun } from './read-run.ts'

const EXPERIMENT = `
import { writeFileSync } from 'node:fs'
import { defineExperiment, param } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { n: 1, dataset: param.path('./set.csv') },
  async run(e) {
    e.set('metrics', { n: e.params.n, at: new Date(0) })
    await e.commit('data/list.json', [1, 2])
    e.log('said')
  },
})
experiment.runIfMain()
`

const CALLER = `
import { experiment } from './study.ts'
const run = await experiment.load(process.argv[2]!)
const doubled: number = run.params.n * 2
console.log(JSON.stringify([doubled, run.status, run.get('metrics/n'), run.artifacts.names()]))
`

let project: Project
let run = ''

beforeAll(async () => {
  project = new Project({
    'package.json': '{ "type": "module" }',
    'study.ts': EXPERIMENT,
    'set.csv': 'a\n',
    'caller.ts': CALLER,
  })
  expect(await project.runlab('run', 'study.ts', '--n', '4', '--name', 'baseline', '--quiet')).toMatchObject({ code: 0 })
  run = project.path('results/study/baseline')
})

/** Names, sizes and times of all files below a folder. */
const stateOf = (folder: string): unknown =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name))
      return [name, size, mtimeMs]
    })

describe('loading a run', () => {
  test('takes its folder, a file in it, or the URL of either', async () => {
    const paths = [run, `${run}/`, join(run, 'experiment_meta.json'), join(run, 'analysis.ts'), pathToFileURL(run)]
    for (const path of [...paths, pathToFileURL(run).href]) {
      const loaded = await loadRun(path)
      expect([loaded.name, loaded.get('metrics/n')]).toEqual(['baseline', 4])
    }
  })

  test('executes nothing of the archive, and writes nothing', async () => {
    const copy = project.path('results/study/poisoned')
    cpSync(run, copy, { recursive: true })
    const trap = `import('node:fs').then((fs) => fs.writeFileSync(${JSON.stringify(project.path('executed'))}, ''))\n`
    for (const name of ['code/study.ts', 'code/package.json', 'analysis.ts', 'code/runlab.config.cjs', 'runlab.config.cjs'])
      writeFileSync(join(copy, name), trap)
    const before = stateOf(copy)
    const read = await readRun(await loadRun(copy))
    expect(read['name']).toBe('poisoned')
    for (const command of ['show', 'list']) {
      const args = command === 'show' ? ['show', copy] : ['list', '--results', copy]
      expect(await project.runlab(...args)).toMatchObject({ code: 0 })
    }
    expect(stateOf(copy)).toEqual(before)
    expect(readdirSync(project.folder)).not.toContain('executed')
  })

  test('by the experiment types its parameters', async () => {
    const { stdout, stderr } = await project.node('--import', 'runlab/register', 'caller.ts', run)
    expect({ stdout, stderr }).toEqual({ stdout: '[8,"done",4,["data/list.json"]]\n', stderr: '' })
  })

  test('works wherever the folder is copied or moved to, under any name', async () => {
    const elsewhere = new Project({}, { linked: false })
    cpSync(run, elsewhere.path('copied here/as_this'), { recursive: true })
    renameSync(elsewhere.path('copied here'), elsewhere.path('moved'))
    const original = (await readRun(await loadRun(run))) as any
    const copy = (await readRun(await loadRun(elsewhere.path('moved/as_this')))) as any
    expect(copy.name).toBe('as_this')
    expect(copy.folder).toBe(elsewhere.path('moved/as_this'))
    expect(copy.artifacts.read[0].path).toBe(elsewhere.path('moved/as_this/data/list.json'))
    const rest = ({ name: _, folder: __, artifacts, ...others }: any): unknown => ({
      ...others,
      artifacts: artifacts.read.map(({ path: ___, ...artifact }: any) => artifact),
    })
    expect(rest(copy)).toEqual(rest(original))
  })

  test('names nothing absolute but where it came from', () => {
    const files = ['experiment_data.json', '.runlab/snapshot.json', '.runlab/artifacts.jsonl', '.runlab/inputs.jsonl']
    for (const name of [...files, 'analysis.ts']) {
      expect(project.read(join('results/study/baseline', name))).not.toContain(project.folder)
    }
  })

  test('that is not there fails, and names a similar one', async () => {
    await expect(loadRun(project.path('results/study/baselin'))).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
      message: expect.stringContaining('results/study/baselin'),
      hint: `Did you mean ${run}?`,
    })
    for (const path of ['nowhere', project.folder, 'https://example.org/run'])
      await expect(loadRun(path)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })

  test('whose documents are broken fails when they are needed, and says which', async () => {
    const copy = project.path('broken')
    cpSync(run, copy, { recursive: true })
    writeFileSync(join(copy, 'experiment_data.json'), '{ "half":')
    const loaded = await loadRun(copy)
    expect(loaded.params).toMatchObject({ n: 4 })
    expect(() => loaded.values).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_FORMAT', message: expect.stringContaining(copy) }),
    )
    writeFileSync(join(copy, 'experiment_meta.json'), '{ "format": 2 }')
    await expect(loadRun(copy)).rejects.toMatchObject({ code: 'ARCHIVE_VERSION' })
    writeFileSync(join(copy, 'experiment_meta.json'), '[]')
    await expect(loadRun(copy)).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' })
  })
})
