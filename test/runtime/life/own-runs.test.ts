import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { defineExperiment } from '../../../src/index.ts'
import type { OwnRuns } from '../../../src/index.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'

const parameter = (value: number) =>
  ({ value, type: 'number', description: null, usable: true, default: 0, source: 'code' }) as const

interface Made {
  readonly file: string
  readonly name: string | null
  readonly rate?: number
}

/** A project whose package holds files of source, and a way to add runs to its archive. */
function makeProject(files: Readonly<Record<string, string>>) {
  const folder = tempFolder()
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  let count = 0
  const add = (path: string, { file, name, rate = 0 }: Made): void => {
    const parameters = { rate: parameter(rate) }
    const meta = { file, export: name, parameters, start_time: count++, status: 'done', phase: 'ended' } as const
    makeRun(join(folder, 'results'), path, { ...meta, run: path.split('/').at(-1) ?? '' })
  }
  return { folder, add, meta: (path: string) => ({ url: pathToFileURL(join(folder, path)).href }) }
}

type Runs = (options?: OwnRuns) => AsyncIterable<{ readonly name: string }>
const namesOf = async (experiment: { readonly runs: Runs }, options?: OwnRuns): Promise<readonly string[]> => {
  const names: string[] = []
  for await (const { name } of experiment.runs(options)) names.push(name)
  return names
}

const ONE = `export const experiment = defineExperiment(import.meta, { parameters: { rate: 1 }, run() {} })\n`
const TWO = `${ONE}export const large = experiment.extend(import.meta, { parameters: { more: 1 } })\n`

describe('the runs of an experiment', () => {
  test('are those of its file, wherever their folders lie, filtered and sorted as all runs are', async () => {
    const { folder, add, meta } = makeProject({ 'work/one.ts': ONE })
    const experiment = defineExperiment(meta('work/one.ts'), { parameters: { rate: 1 }, run() {} })
    expect(await namesOf(experiment), 'it has not run yet').toEqual([])
    add('work/one/first', { file: 'work/one.ts', name: 'experiment', rate: 3 })
    add('work/one/second', { file: 'work/one.ts', name: 'renamed', rate: 2 })
    add('work/one/of-another', { file: 'work/one.yaml', name: null, rate: 1 })
    add('one/of-another', { file: 'one.ts', name: 'experiment', rate: 1 })
    renameSync(join(folder, 'results/work/one/first'), join(folder, 'results/kept'))
    expect(await namesOf(experiment)).toEqual(['second', 'kept'])
    expect(await namesOf(experiment, { where: 'params.rate > 1', sort: ['-params.rate'], limit: 1 })).toEqual(['kept'])
    expect(await namesOf(experiment, { namespace: 'work' })).toEqual(['second'])
  })

  test('are told from those of others in its file by the name of the export', async () => {
    const { add, meta } = makeProject({ 'two.ts': TWO })
    const base = defineExperiment(meta('two.ts'), { parameters: { rate: 1 }, run() {} })
    const large = base.extend(meta('two.ts'), { parameters: { more: 1 } })
    add('two/plain', { file: 'two.ts', name: 'experiment' })
    add('two/not-exported', { file: 'two.ts', name: null })
    add('two/large/big', { file: 'two.ts', name: 'large' })
    expect(await namesOf(base)).toEqual(['not-exported', 'plain'])
    expect(await namesOf(large)).toEqual(['big'])
  })

  test('lie in the folder that was named, and mistakes are refused', async () => {
    const { folder, add, meta } = makeProject({ 'one.ts': ONE })
    const experiment = defineExperiment(meta('one.ts'), { parameters: { rate: 1 }, run() {} })
    add('one/first', { file: 'one.ts', name: 'experiment' })
    renameSync(join(folder, 'results'), join(folder, 'elsewhere'))
    expect(await namesOf(experiment)).toEqual([])
    expect(await namesOf(experiment, { results: join(folder, 'elsewhere') })).toEqual(['first'])
    const coded = (code: string) => expect.objectContaining({ code })
    await expect(namesOf(experiment, { results: join(folder, 'nowhere') })).rejects.toThrow(coded('ARCHIVE_NOT_FOUND'))
    await expect(namesOf(experiment, { results: 1 } as never)).rejects.toThrow(coded('QUERY_OPTION'))
    await expect(namesOf(experiment, { results: join(folder, 'elsewhere'), where: 'params.rat > 1' })).rejects.toThrow(
      coded('QUERY_FIELD_UNKNOWN'),
    )
  })
})
