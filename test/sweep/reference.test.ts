import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { PRUNERS } from '../../src/sweep/pruners/pruner.ts'
import { SAMPLERS } from '../../src/sweep/samplers/sampler.ts'
import { readSpace } from '../../src/sweep/space/define-space.ts'

const page = readFileSync(new URL('../../docs/reference/sweeps.md', import.meta.url), 'utf8')

function rowsOf(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`| ${heading} |`)
  const [table = ''] = section.split('\n\n')
  return table
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').slice(1, -1))
}

function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

test('the page of sweeps has every sampler and pruner, and no other', () => {
  expect(rowsOf('sampler').map(([name = '']) => codeIn(name)[0])).toEqual([...SAMPLERS])
  expect(rowsOf('pruner').map(([name = '']) => codeIn(name)[0])).toEqual([...PRUNERS])
})

test('what it says of the command line is what it says of configs', () => {
  const rows = rowsOf('command line')
  expect(rows.length).toBe(9)
  for (const [texts = '', definitions = ''] of rows) {
    const codes = codeIn(definitions)
    const keys = codes.filter((code) => !code.startsWith('['))
    const given: unknown[] = [
      ...codes.filter((code) => code.startsWith('[')),
      ...(keys.length > 0 ? [`{ ${keys.join(', ')} }`] : []),
    ].map((code) => parse(code))
    const read = [...codeIn(texts), ...given].map((definition) => readSpace({ x: definition }))
    for (const space of read) expect(space, texts).toEqual(read[0])
  }
})
