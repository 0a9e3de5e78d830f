import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { openArchive } from '../../src/query/open-archive.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

let folder = ''

beforeAll(() => {
  folder = tempFolder()
  for (const [index, rate] of [0.1, 0.1, 0.2].entries()) {
    const name = `run-${index}`
    const parameters = {
      rate: { value: rate, type: 'number', description: null, usable: true, default: 0, source: 'code' },
    } as const
    const writer = makeRun(folder, `study/${name}`, {
      run: name,
      seed: index,
      start_time: index,
      status: 'done',
      phase: 'ended',
      parameters,
    })
    const tree = new ValueTree()
    tree.set('metrics/loss', index)
    writer.writeData(tree)
  }
  makeRun(folder, 'study/damaged', { run: 'damaged', status: 'done', phase: 'ended', start_time: -1, parameters: {} })
  writeFileSync(join(folder, 'study/damaged/experiment_data.json'), '{')
  makeRun(folder, 'study/broken')
  writeFileSync(join(folder, 'study/broken/experiment_meta.json'), '{')
})

const namesOf = async (runs: AsyncIterable<{ readonly name: string }>): Promise<readonly string[]> => {
  const names: string[] = []
  for await (const { name } of runs) names.push(name)
  return names
}

describe('an archive', () => {
  test('gives its runs, newest first or as asked, and names what cannot be read', async () => {
    const archive = openArchive(folder)
    expect(await namesOf(archive.runs())).toEqual(['run-2', 'run-1', 'run-0', 'damaged'])
    expect(await namesOf(archive.runs({ where: 'params.rate < 0.2', sort: ['seed'], limit: 1 }))).toEqual(['run-0'])
    expect(await namesOf(archive.runs({ namespace: 'elsewhere' }))).toEqual([])
    expect(await archive.unreadable()).toEqual([
      { folder: join(folder, 'study/broken'), reason: expect.stringContaining('no JSON') },
      { folder: join(folder, 'study/damaged'), reason: expect.stringContaining('experiment_data.json') },
    ])
  })

  test('gives a table of its runs', async () => {
    const { columns, rows, csv, markdown, latex } = await openArchive(folder).table({ columns: ['params.rate'], sort: ['seed'] })
    expect(columns).toEqual(['rate'])
    expect(rows[0]).toEqual({ run: 'run-0', namespace: 'study', status: 'done', seed: 0, rate: 0.1 })
    expect(csv().split('\n')[0]).toBe('namespace,run,status,seed,start,duration,rate')
    expect([markdown(), latex()].map((text) => text.includes('0.2'))).toEqual([true, true])
    expect((await openArchive(folder).table()).columns).toEqual(['rate', 'metrics/loss'])
  })

  test('knows of an error its type, message and code, and its type by its bare name', async () => {
    const own = tempFolder()
    const error = { type: 'RangeError', message: 'out of memory', stack: null, phase: 'run', code: 'E_MEMORY' } as const
    makeRun(own, 'a/bad', { run: 'bad', status: 'failed', phase: 'ended', start_time: 2, error, error_type: 'RangeError' })
    makeRun(own, 'a/good', { run: 'good', status: 'done', phase: 'ended', start_time: 1 })
    const archive = openArchive(own)
    const where = 'error == "RangeError" && error.type == error && error.message.contains("memory") && "error.code" != error.code'
    expect(await namesOf(archive.runs({ where }))).toEqual(['bad'])
    const { rows, columns } = await archive.table({ columns: ['error', 'error.type', 'error.message', 'error.code'] })
    expect(columns).toEqual(['error', 'error.type', 'error.message', 'error.code'])
    expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
      ['RangeError', 'RangeError', 'out of memory', 'E_MEMORY'],
      ['', '', '', ''],
    ])
  })

  test('gives groups of its runs', async () => {
    const { groups: all } = await openArchive(folder).groups({ by: ['status'], values: ['data["metrics/loss"]'] })
    expect(all[0]?.leftOut).toEqual([{ value: 'metrics/loss', run: 'damaged', why: 'unreadable' }])
    const { groups, csv, markdown, latex } = await openArchive(folder).groups({ where: 'params.rate > 0' })
    expect(groups.map(({ key, runs, values }) => [key, runs, values['metrics/loss']?.mean])).toEqual([
      [{ rate: 0.1 }, ['run-1', 'run-0'], 0.5],
      [{ rate: 0.2 }, ['run-2'], 2],
    ])
    for (const text of [csv(), markdown(), latex({ best: 'min' })]) expect(text).toContain('0.1')
  })

  test('refuses what is wrong', async () => {
    const coded = (code: string) => expect.objectContaining({ code })
    expect(() => openArchive(join(folder, 'nowhere'))).toThrow(coded('ARCHIVE_NOT_FOUND'))
    await expect(openArchive(folder).table({ limit: -1 })).rejects.toThrow(coded('QUERY_OPTION'))
    const first = await openArchive(folder).groups({ by: ['params.rate'], sort: ['-params.rate'], limit: 1 })
    expect(first.groups.map(({ key }) => key)).toEqual([{ rate: 0.2 }])
    await expect(openArchive(folder).groups({ wher: '' } as never)).rejects.toThrow(/expected where, perhaps/)
    await expect(openArchive(folder).table({ columns: ['params.rat'] })).rejects.toThrow(coded('QUERY_FIELD_UNKNOWN'))
    await expect(namesOf(openArchive(folder).runs({ where: 'rate <' }))).rejects.toThrow(coded('QUERY_INVALID'))
  })
})
