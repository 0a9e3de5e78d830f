import { beforeAll, describe, expect, test } from 'vitest'
import { loadLanguage } from '../../src/query/filter/environment.ts'
import { directionsOf } from '../../src/query/best.ts'
import { groupRuns } from '../../src/query/groups.ts'
import { groupsLatex, groupsMarkdown } from '../../src/query/groups-table.ts'
import { groupsText } from '../../src/cli/groups-text.ts'
import { colorsFor } from '../../src/render/colors.ts'
import { madeRun } from './figures/made-runs.ts'

beforeAll(loadLanguage)

const WIDE = { rate: 0.1, values: [0.21, 0.35, 0.49] }
const NARROW = { rate: 0.2, values: [0.208, 0.288, 0.368] }
const RUNS = [WIDE, NARROW, { rate: 0.3, values: [0.329_409] }].flatMap(({ rate, values }) =>
  values.map((accuracy, seed) => madeRun({ rate, seed, accuracy })),
)
const FAILED = Array.from({ length: 8 }, (_, seed) => madeRun({ rate: 5, seed, status: 'failed' }))
const VALUES = ['data.accuracy', 'data.accuracy * 2']

const colors = colorsFor({ isTTY: false } as never, {})
const textOf = (values: readonly string[]): readonly string[] =>
  groupsText(groupRuns(RUNS, { values }), { colors, width: 100, directions: values.map(() => null) }).split('\n')

describe('a table of groups', () => {
  test('has one precision a column, and says what ± and brackets are', () => {
    const one = textOf(VALUES.slice(0, 1))
    expect(one.join('\n')).toMatch(/0\.350 ± 0\.140 .*\n.*0\.288 ± 0\.080 .*\n.* 0\.329 /)
    expect(one.at(-2)).toBe('mean ± standard deviation; [ ]: 95 % interval of the mean')
    expect(textOf(VALUES).at(-2)).toBe('mean ± standard deviation')
  })

  test('has keys in six digits, as long as they can be told apart', () => {
    const rates = (...of: number[]): string => {
      const runs = of.flatMap((rate) => [1, 2].map((seed) => madeRun({ rate, seed, accuracy: seed })))
      return groupsText(groupRuns(runs, { values: ['data.accuracy'] }), { colors, width: 100, directions: [null] })
    }
    expect(rates(0.012_130_580_920_393_926, 0.1)).toMatch(/^ *0\.0121306 +2 /m)
    expect(rates(0.012_130_580_920_393_926, 0.012_130_58)).toContain('0.012130580920393926')
  })

  test('says it in Markdown too, but not where each group is of one run', () => {
    expect(groupsMarkdown(groupRuns(RUNS, { values: VALUES }), [null, null])).toMatch(
      /\| 0\.350 ± 0\.140 \|[^]*\| 0\.329 \|[^]*\n\nmean ± standard deviation\n$/,
    )
    expect(groupsMarkdown(groupRuns(RUNS.slice(-1), { values: VALUES }), [null, null])).not.toContain('±')
  })

  test('in LaTeX names each run that is left out once, five of them, and groups without runs above the table only', () => {
    const lines = groupsLatex(groupRuns([...RUNS, ...FAILED], { values: VALUES }), [null, null], 'runlab groups').split('\n')
    expect(lines.filter((line) => line.includes('left out of rate = 5:'))).toHaveLength(5)
    expect(lines).toContain('% … and 3 more')
    expect(lines).toContain('% not in the table, since no run counts: rate = 5')
    expect(lines.filter((line) => /^ {4}[\d.]+ &/.test(line))).toHaveLength(3)
    expect(lines.join('\n').match(/10,000 resamples/g)).toHaveLength(1)
    expect(lines).toContainEqual(expect.stringMatching(/^% {3}rate = 0\.1, accuracy: n = 3, \[[\d.]+, [\d.]+\]$/))
  })

  test('says over what it is pooled, and of several values which mean is the best', () => {
    const runs = [8, 16].flatMap((size) => [1, 2].map((seed) => madeRun({ rate: size / 8, size, seed, accuracy: size + seed })))
    expect(groupRuns(runs).pooled).toBe(null)
    const groups = groupRuns(runs, { by: ['status'], values: VALUES })
    const [one, other] = groups.values as [string, string]
    const directions = directionsOf(groups, { [one]: 'max', [other]: 'min' })
    const text = groupsText(groups, { colors, width: Infinity, directions })
    expect(text).toContain('pooled over rate: 1, 2; size: 8, 16\n')
    expect(text).toContain(`* the best mean (the highest of ${one}; the lowest of ${other})`)
    const latex = groupsLatex(groups, directionsOf(groups, 'min'), '')
    expect(latex).toContain('% pooled over rate: 1, 2; size: 8, 16\n')
    expect(latex).toContain('% bold: the lowest mean')
  })

  test('in LaTeX says for which value a run is left out where it counts for another', () => {
    const text = groupsLatex(
      groupRuns([...RUNS, madeRun({ rate: 0.3, seed: 7 })], { values: ['data.accuracy', 'seed'] }),
      [null, null],
      '',
    )
    expect(text).toContain('left out of rate = 0.3, accuracy: 2026-11-30_12-00-00_xxx7 (no value)')
  })
})
