import { expect, test } from 'vitest'
import { intervalText, spreadText } from '../../../src/render/tables/spread-text.ts'
import { alignedTable, csvTable, latexTable, latexText, markdownTable } from '../../../src/render/tables/table-text.ts'

const TABLE = {
  headings: ['name', 'n'],
  rows: [
    ['a|b', '1'],
    ['größe', '10'],
  ],
  numeric: new Set([1]),
}

test('a table for the terminal has its numbers at the right', () => {
  expect(alignedTable(TABLE)).toEqual(['name    n', 'a|b     1', 'größe  10'])
})

test('CSV quotes what has to be quoted', () => {
  expect(csvTable({ headings: ['a,b', 'c'], rows: [['say "hi"', 'two\nlines']] })).toBe('"a,b",c\n"say ""hi""","two\nlines"\n')
})

test('Markdown escapes its bars, and LaTeX its commands', () => {
  expect(markdownTable(TABLE)).toBe('| name | n |\n| --- | ---: |\n| a\\|b | 1 |\n| größe | 10 |\n')
  expect(latexText('50% of a_b & {c} ± \\d ~ ^')).toBe(
    '50\\% of a\\_b \\& \\{c\\} $\\pm$ \\textbackslash{}d \\textasciitilde{} \\textasciicircum{}',
  )
  expect(latexTable(TABLE, ['made by\nme'])).toBe(
    '% made by me\n\\begin{tabular}{lr}\n    \\toprule\n    name & n \\\\\n    \\midrule\n    a|b & 1 \\\\\n    größe & 10 \\\\\n    \\bottomrule\n\\end{tabular}\n',
  )
})

test('a mean has as many decimals as two digits of its spread', () => {
  const text = (mean: number, spread: number | null): string => Object.values(spreadText(mean, spread)).join(' ± ')
  expect(text(0.98712, 0.00254)).toBe('0.9871 ± 0.0025')
  expect(text(1234.5, 12.3)).toBe('1235 ± 12')
  expect(text(2.34567, null)).toBe('2.34567 ± ')
  expect(text(-1e12, 1e9)).toBe('-1000000000000 ± 1000000000')
  expect(intervalText([0.98, 0.99], 0.98712, 0.00254)).toBe('[0.9800, 0.9900]')
})
