import { describe, expect, test } from 'vitest'
import { columnDecimals, intervalText, spreadText } from '../../../src/render/tables/spread-text.ts'
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

describe('means of a column', () => {
  const texts = (...cells: readonly (readonly [mean: number, sd: number | null])[]): readonly string[] => {
    const column = cells.map(([mean, sd]) => ({ mean, sd }))
    return column.map((cell) => spreadText(cell, columnDecimals(column)))
  }

  test('have the decimals at which the smallest spread has two digits, also those of one run', () => {
    expect(texts([0.98712, 0.00254])).toEqual(['0.9871 ± 0.0025'])
    expect(texts([0.35, 0.14], [0.28812, 0.0801], [0.329409, null])).toEqual(['0.350 ± 0.140', '0.288 ± 0.080', '0.329'])
    expect(texts([1234.5, 12.3])).toEqual(['1235 ± 12'])
    expect(texts([-1e12, 1e9])).toEqual(['-1000000000000 ± 1000000000'])
    expect(intervalText([0.98, 0.99], 4)).toBe('[0.9800, 0.9900]')
  })

  test('without a spread have as many as any of them needs; rounding errors are no spread', () => {
    expect(texts([0.9, null], [0.85, null], [2.3456789, null])).toEqual(['0.90000', '0.85000', '2.34568'])
    expect(texts([0.9, 1.1e-16], [0.8, 0])).toEqual(['0.9 ± 0', '0.8 ± 0'])
    expect(texts([1e-9, null], [3, 0])).toEqual(['1e-9', '3 ± 0'])
  })
})
