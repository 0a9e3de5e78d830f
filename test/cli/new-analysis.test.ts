import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { quoted } from '../../src/analysis/many/steps.ts'
import { newAnalysis } from '../../src/cli/new-analysis.ts'
import type { NewAnalysisOptions } from '../../src/cli/new-analysis.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import { ValueTree } from '../../src/format/value-tree.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

let folder = ''
let said = ''

beforeEach(() => {
  folder = tempFolder()
  said = ''
  writeFileSync(join(folder, 'package.json'), '{}')
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said += String(text))))
})
afterEach(() => vi.restoreAllMocks())

interface Made {
  readonly name?: string
  readonly params?: Readonly<Record<string, number | string>>
  readonly values?: Readonly<Record<string, number>>
  readonly meta?: Partial<RunMeta>
}

let count = 0
function made({ name = 'fit', params = {}, values = {}, meta = {} }: Made): void {
  const run = `run-${count++}`
  const parameters = Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      { value, type: typeof value, description: null, usable: true, default: 0, source: 'code' } as const,
    ]),
  )
  const ended = { name, run, namespace: name, status: 'done', phase: 'ended', parameters, ...meta } as const
  const writer = makeRun(join(folder, 'results'), `${name}/${run}`, ended)
  const tree = new ValueTree()
  for (const [key, value] of Object.entries(values)) tree.set(key, value)
  writer.writeData(tree)
}

const write = async (wanted?: string, options: NewAnalysisOptions = {}): Promise<void> =>
  await newAnalysis(wanted, { ...options, results: join(folder, 'results'), cwd: folder })
const script = (name: string): string => readFileSync(join(folder, `analysis/${name}.ts`), 'utf8')

describe('a new analysis', () => {
  test('asks for what varies but the seed, and for the first few numbers that differ', async () => {
    for (const [seed, rate] of [0.1, 0.2].entries()) {
      const values = { same: 1, 'a/b': rate, c: rate, 'd/e/f': rate, g: rate, 'h/i': rate }
      made({ params: { seed, rate, 'learning-rate': rate, depth: 2 }, values })
    }
    await write()
    expect(script('fit')).toContain(`const selection = { where: 'name == "fit"' }`)
    expect(script('fit')).toContain(`const by: string[] = ['params.rate', 'params["learning-rate"]']`)
    expect(script('fit')).toContain(`const values = ['data.c', 'data.g', 'data["a/b"]', 'data["d/e/f"]']`)
    expect(said).toContain('2 runs of fit; varies: params.rate, params["learning-rate"]')
  })

  test('takes all results that are declared, and marks the best where a direction is', async () => {
    const results = [{ name: 'loss', direction: 'min', unit: null }] as const
    for (const loss of [1, 1]) made({ values: { loss, other: loss + count }, meta: { results } })
    await write('fit')
    expect(script('fit')).toContain(`const values = ['data.loss']`)
    expect(script('fit')).toContain(`sort: ['data.loss']`)
    expect(script('fit')).toContain('{ best: true }')
    expect(script('fit')).toContain(`const selection = { namespace: 'fit' }`)
  })

  test('of repeats has one group, of runs without numbers how long they took', async () => {
    for (const seed of [1, 2]) made({ params: { seed }, meta: { seed } })
    await write()
    expect(script('fit')).toContain('const by: string[] = []')
    expect(script('fit')).toContain(`{ of: 'duration', by, paper: true }`)
    expect(said).toContain('varies: nothing but the seed')
  })

  test('of several experiments is asked for, tells them apart, and has another name', async () => {
    for (const name of ['fit', 'other']) made({ name, params: { rate: 1 }, values: { loss: 1 } })
    await expect(write()).rejects.toMatchObject({
      code: 'ANALYSIS_SEVERAL',
      message: expect.stringContaining('several experiments: fit, other'),
    })
    await write(undefined, { where: 'params.rate > 0' })
    expect(script('runs')).toContain(`const by: string[] = ['name']`)
    await write('other')
    expect(script('other')).toContain(`{ namespace: 'other' }`)
  })

  test('holds text of others as text', async () => {
    const name = `a'b\n"c"\\`
    made({ name: 'fit', meta: { name }, values: { 'x\ny': 1 } })
    await write()
    const text = script('a-b-c')
    expect(text).toContain('const by: string[] = []')
    expect(text.split('\n').every((line) => !line.startsWith('"c"') && !line.startsWith('y'))).toBe(true)
    const texts = [name, 'plain', 'say "x"', 'a\\b\n', '\u2028']
    expect(texts.map(quoted)).toEqual([`"a'b\\n\\"c\\"\\\\"`, `'plain'`, `'say "x"'`, `'a\\\\b\\n'`, `'\\u2028'`])
  })

  test('is refused where no run matches, none is done, the file is there or cannot be written, or the name is none', async () => {
    made({ meta: { status: 'failed' }, params: { rate: 1 } })
    await expect(write()).rejects.toMatchObject({
      code: 'ANALYSIS_EMPTY',
      message: expect.stringContaining('none of 1 run is done'),
    })
    made({ params: { rate: 2 }, values: { loss: 1 } })
    await expect(write(undefined, { where: 'params.rate > 9' })).rejects.toMatchObject({
      code: 'ANALYSIS_EMPTY',
      message: expect.stringContaining('no run of which params.rate > 9 is true'),
    })
    await expect(write(undefined, { where: 'params.raet > 9' })).rejects.toMatchObject({ code: 'QUERY_FIELD_UNKNOWN' })
    await expect(write('fti')).rejects.toMatchObject({ code: 'NAMESPACE_NOT_FOUND' })
    await expect(write('fit', { name: '../up' })).rejects.toMatchObject({ code: 'NAME_INVALID' })
    expect(existsSync(join(folder, 'analysis'))).toBe(false)

    writeFileSync(join(folder, 'analysis'), 'a file')
    await expect(write()).rejects.toMatchObject({ code: 'ARCHIVE_UNWRITABLE' })
    await expect(write('fit', { name: 'x'.repeat(300) })).rejects.toMatchObject({ code: 'NAME_INVALID' })
  })

  test('never replaces a file', async () => {
    made({ values: { loss: 1 } })
    await write()
    writeFileSync(join(folder, 'analysis/fit.ts'), 'mine')
    await expect(write()).rejects.toMatchObject({ code: 'ANALYSIS_EXISTS', hint: expect.stringContaining('--name') })
    expect(script('fit')).toBe('mine')
  })
})
