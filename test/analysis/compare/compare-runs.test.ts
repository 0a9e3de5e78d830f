import { describe, expect, test } from 'vitest'
import { compareRuns } from '../../../src/analysis/compare/compare-runs.ts'
import { comparisonCsv, comparisonJson } from '../../../src/analysis/compare/comparison-tables.ts'
import { factsOf } from '../../../src/analysis/compare/facts-of-runs.ts'
import { comparisonText } from '../../../src/cli/comparison-text.ts'
import type { ParameterMeta } from '../../../src/format/meta.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { colorsFor } from '../../../src/render/colors.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { ENVIRONMENT, codeOf, metaOf, runOf, seriesOf } from './compared-runs.ts'

const parameter = (value: number, redacted = false): ParameterMeta => ({
  value,
  type: 'number',
  description: null,
  usable: true,
  default: 0,
  source: 'code',
  ...(redacted ? { redacted } : {}),
})

/** Three runs whose code is of two versions; the last records no machine. */
const runs = [1, 2, 3].map((index) =>
  runOf({
    name: `r${index}`,
    meta: metaOf({ seed: 7, parameters: { rate: parameter(index), size: parameter(4), key: parameter(index, true) } }),
    snapshot: codeOf('', { 'main.ts': { text: index === 2 ? 'new' : 'old' }, 'same.ts': { text: '' } }).snapshot,
    environment: index === 3 ? null : { ...ENVIRONMENT, host: `host-${index}` },
    values: { metrics: { loss: index / 3 }, ...(index === 1 ? { note: 'a,b' } : {}) },
    tracked: [seriesOf({ last: index }), seriesOf({ name: 'system/cpu', last: index })],
  }),
)
const plain = colorsFor({}, {})

describe('runs side by side', () => {
  test('have what differs, and the count of what does not', () => {
    const { facts, same, notes } = factsOf(runs, false)
    expect(facts).toEqual([
      { part: 'parameters', name: 'rate', values: [1, 2, 3] },
      { part: 'code', name: 'main.ts', values: ['v1', 'v2', 'v1'] },
      { part: 'environment', name: 'host', values: ['host-1', 'host-2', undefined] },
      { part: 'values', name: 'metrics/loss', values: [1 / 3, 2 / 3, 1] },
      { part: 'values', name: 'note', values: ['a,b', undefined, undefined] },
      { part: 'series', name: 'loss', values: [1, 2, 3] },
    ])
    expect(same).toMatchObject({ parameters: 1, code: 1, values: 0 })
    expect(notes[0]).toBe('parameters: secrets are not compared: key')
    expect(notes).toContainEqual('environment: not recorded, and not compared, of r3')
    expect(factsOf(runs, true).facts).toContainEqual({ part: 'parameters', name: 'size', values: [4, 4, 4] })
  })

  test('are a line a run for programs, with all digits', () => {
    const compared = factsOf(runs, false)
    expect(comparisonCsv(compared).split('\n').slice(0, 2)).toEqual([
      'namespace,run,rate,main.ts,host,metrics/loss,note,loss',
      `${runs[0]?.namespace},r1,1,v1,host-1,0.3333333333333333,"a,b",1`,
    ])
    expect(comparisonJson(compared)).toMatchObject({ facts: { 4: { name: 'note', values: ['a,b', null, null] } } })
  })

  test('stand beside one another where there is room, and else below, with what does not fit named', () => {
    const beside = comparisonText(factsOf(runs, false), { width: 80, colors: plain })
    expect(beside).toMatch(/^ +r1 +r2 +r3$/m)
    expect(beside).toMatch(/^ +main\.ts +v1 +v2 +v1$/m)
    const below = comparisonText(factsOf(runs, false), { width: 40, colors: plain })
    expect(below).toMatch(/^run +rate +code/m)
    expect(below).toMatch(/^r2 +2 +1 differs/m)
    expect(below).toContain('code, against r1: main.ts\n')
    expect(below.replaceAll('\n', ' ')).toContain('2 columns more (metrics/loss, loss): --csv, or a wider terminal')
    expect(below.split('\n').filter((line) => line.length > 40)).toEqual([])
  })

  test('are read from their folders, each once, and two to forty of them', async () => {
    const folder = tempFolder()
    const made = [0, 1].map((index) => {
      const writer = makeRun(folder, `study/run-${index}`, { run: `run-${index}`, status: 'done', phase: 'ended' })
      const tree = new ValueTree()
      tree.set('loss', index)
      writer.writeData(tree)
      return { folder: `${folder}/study/run-${index}` }
    })
    const { facts, markdown, latex } = await compareRuns([...made, ...made])
    expect(facts).toEqual([{ part: 'values', name: 'loss', values: [0, 1] }])
    expect(markdown()).toContain('| run-1 | 1 |')
    expect(latex()).toMatch(/^% compareRuns/)
    const code = 'COMPARE_COUNT'
    await expect(compareRuns(made.slice(1))).rejects.toMatchObject({ code, message: expect.stringContaining('1 run cannot') })
    const many = Array.from({ length: 41 }, (_, index) => ({ folder: `${folder}/${index}` }))
    await expect(compareRuns(many)).rejects.toMatchObject({ code, hint: expect.stringContaining('--where') })
  })
})
