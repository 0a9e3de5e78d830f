import { describe, expect, test } from 'vitest'
import { param } from '../../src/parameters/param.ts'
import type { DerivedFunction } from '../../src/parameters/schema.ts'
import { errorOf, problemsOf, resolveAll } from './resolving.ts'

type Numbers = Readonly<Record<string, number>>
const compute = (formula: (p: Numbers) => unknown): DerivedFunction => formula as DerivedFunction
const plus = (name: string): DerivedFunction => compute((p) => (p[name] ?? Number.NaN) + 1)

describe('derived parameters', () => {
  test('are computed from the others, in any order', async () => {
    const derived = { d: plus('c'), c: plus('b'), b: plus('a') }
    const { values, entries } = await resolveAll({ parameters: { a: 1 }, derived, texts: { a: '5' } })
    expect(values).toEqual({ a: 5, d: 8, c: 7, b: 6 })
    expect(entries.map(({ source, isDefault }) => [source, isDefault])).toEqual([
      ['command line', false],
      ['derived', true],
      ['derived', true],
      ['derived', true],
    ])
  })

  test('are each computed once', async () => {
    let times = 0
    const derived = { b: () => (times += 1), c: plus('b'), d: plus('b') }
    expect((await resolveAll({ derived })).values).toEqual({ b: 1, c: 2, d: 2 })
  })

  test('may be overridden, and those made of them follow', async () => {
    const derived = { b: plus('a'), c: plus('b'), d: plus('c') }
    const { values, entries } = await resolveAll({ parameters: { a: 1 }, derived, code: { b: 10 }, texts: { d: '5' } })
    expect(values).toEqual({ a: 1, b: 10, c: 11, d: 5 })
    expect(entries.map(({ name, source, isDefault }) => [name, source, isDefault])).toEqual([
      ['a', 'default', true],
      ['b', 'code', false],
      ['c', 'derived', true],
      ['d', 'command line', false],
    ])
  })

  test.each([
    ['5', 5],
    ['[1,2]', [1, 2]],
    ['true', true],
    ['adam', 'adam'],
    ['', ''],
  ])('take the text %j as %o', async (text, value) => {
    expect((await resolveAll({ derived: { d: () => null }, texts: { d: text } })).values).toEqual({ d: value })
  })

  test('see paths as absolute ones, and secrets', async () => {
    const derived = { d: (p: Readonly<Record<string, unknown>>) => `${String(p['file'])} ${String(p['key'])}` }
    const parameters = { file: param.path('/a'), key: param.secret({ env: 'KEY' }) }
    const { values } = await resolveAll({ parameters, derived, context: { env: { KEY: 'sk' } } })
    expect(values['d']).toBe('/a sk')
  })

  test('see all others at once', async () => {
    const derived = { b: compute((p) => ({ ...p, b: 0, c: 0 })), c: compute((p) => Object.keys(p)) }
    expect((await resolveAll({ parameters: { a: 1 }, derived: { c: derived.c } })).values['c']).toEqual(['a', 'c'])
    expect(await problemsOf(resolveAll({ parameters: { a: 1 }, derived: { b: derived.b } }))).toHaveLength(1)
  })

  test('can change neither parameters nor what is in them', async () => {
    const derived = {
      set: compute((p) => Object.assign(p, { a: 2 })),
      push: compute((p) => (p['list'] as unknown as number[]).push(1)),
      made: () => [1],
      more: compute((p) => (p['made'] as unknown as number[]).push(2)),
    }
    const problems = await problemsOf(resolveAll({ parameters: { a: 1, list: [1] }, derived }))
    expect(problems.map((text) => text.replace(/TypeError.*/, 'TypeError'))).toEqual([
      'DERIVED_FAILED: Computing the derived parameter "set" failed: TypeError',
      'DERIVED_FAILED: Computing the derived parameter "push" failed: TypeError',
      'DERIVED_FAILED: Computing the derived parameter "more" failed: TypeError',
    ])
  })

  test('that go in a circle are refused as DERIVED_CYCLE, once', async () => {
    const derived = { a: plus('b'), b: plus('c'), c: plus('b'), e: plus('e') }
    expect(await problemsOf(resolveAll({ derived }))).toEqual([
      'DERIVED_CYCLE: Derived parameters depend on one another in a circle: b → c → b. Give one of them a value of its own.',
      'DERIVED_CYCLE: Derived parameters depend on one another in a circle: e → e. Give one of them a value of its own.',
    ])
  })

  test('may be cut out of a circle', async () => {
    const derived = { a: plus('b'), b: plus('a') }
    expect((await resolveAll({ derived, texts: { b: '1' } })).values).toEqual({ a: 2, b: 1 })
  })

  test('that throw are refused as DERIVED_FAILED with the cause, and not again where they are read', async () => {
    const cause = new RangeError('too far.')
    const derived = {
      a: () => {
        throw cause
      },
      b: plus('a'),
    }
    const error = await errorOf(resolveAll({ derived }))
    expect(error.message).toBe('Computing the derived parameter "a" failed: RangeError: too far.')
    expect(error.cause).toBe(cause)
  })

  test('that throw have all their causes', async () => {
    const fail = (reason: string) => (): never => {
      throw new Error(reason)
    }
    const error = await errorOf(resolveAll({ derived: { a: fail('one'), b: fail('two') } }))
    expect(error.cause).toMatchObject({ errors: [{ message: 'one' }, { message: 'two' }] })
  })

  test('that promise a value are refused', async () => {
    const derived = { a: async () => await Promise.reject(new Error('late')), b: () => 1 }
    expect(await problemsOf(resolveAll({ derived }))).toEqual([
      'DERIVED_FAILED: Computing the derived parameter "a" failed: TypeError: it returned a promise, but parameters are computed at once.',
    ])
  })

  test('are not computed from parameters that are wrong', async () => {
    let times = 0
    expect(
      await problemsOf(resolveAll({ parameters: { a: 1 }, derived: { b: () => (times += 1) }, texts: { a: 'x' } })),
    ).toHaveLength(1)
    expect(times).toBe(0)
  })
})
