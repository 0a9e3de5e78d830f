import { describe, expect, test } from 'vitest'
import { analysisBoilerplate } from '../../src/analysis/boilerplate.ts'

const text = (params: Readonly<Record<string, unknown>>): string =>
  analysisBoilerplate({ experiment: 'a/b.ts', run: 'k3f9', params })
/** The type that is written for a value. */
const typeOf = (value: unknown): string | undefined => /^ {2}x: (.*)$/m.exec(text({ x: value }))?.[1]

describe('the type of a parameter in an analysis', () => {
  test.each([
    [1, 'number'],
    ['a', 'string'],
    [true, 'boolean'],
    [1n, 'bigint'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[], 'unknown[]'],
    [[1, 2], 'number[]'],
    [[1, 'a', 2], '(number | string)[]'],
    [[[1], [2]], 'number[][]'],
    [{}, 'Record<string, unknown>'],
    [{ a: 1, 'b-c': ['x'] }, '{ a: number; "b-c": string[] }'],
    [Object.assign(Object.create(null), { a: 1 }), '{ a: number }'],
    [new Date(0), 'Date'],
    [new Float32Array(1), 'Float32Array'],
    [new URL('file:///a'), 'URL'],
    [/a/, 'RegExp'],
    [new Map([[1, 2]]), 'Map<unknown, unknown>'],
    [new Set(), 'Set<unknown>'],
    [new (class Model {})(), 'unknown'],
    [() => 1, 'unknown'],
    [Symbol('s'), 'unknown'],
  ])('%o: %s', (value, type) => {
    expect(typeOf(value)).toBe(type)
  })
})

test('it says of which run it is, and how it is run', () => {
  expect(text({})).toMatch(
    /^\/\/ Yours to edit: an analysis of run k3f9 of a\/b\.ts\..*\n.*\n.*node --import runlab\/register analysis\.ts\n/,
  )
})

test('it names no path, so that it works wherever the folder is', () => {
  expect(text({})).toContain('loadRun<Parameters>(process.argv[1]')
})
