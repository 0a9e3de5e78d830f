import { describe, expect, test } from 'vitest'
import { inherit } from '../../src/parameters/inherit.ts'
import { param } from '../../src/parameters/param.ts'
import { resolveParameters } from '../../src/parameters/resolve.ts'
import type { ParameterLayer, ResolvedParameters } from '../../src/parameters/resolve.ts'
import { addMixinParameters, addParameters, addSettings, compileParameters } from '../../src/parameters/schema.ts'
import type { LayerParameters, ParameterSchema } from '../../src/parameters/schema.ts'
import { CONTEXT, FOLDER, errorOf, faultOf, problemsOf } from './resolving.ts'

let layer = 0
const extend = (below: ParameterSchema, given: LayerParameters, where = 'child.ts', folder = FOLDER): ParameterSchema =>
  addParameters(below, { layer: ++layer, source: 'extension', where, folder }, given)
const include = (below: ParameterSchema, parameters: Record<string, unknown>, where = 'notify.ts', settled: string[] = []) =>
  addMixinParameters(below, { layer: ++layer, source: 'mixin', where, folder: FOLDER }, parameters, new Set(settled))
const resolve = async (
  schema: ParameterSchema,
  layers: readonly ParameterLayer[] = [],
  { testing = false, context = {} }: { testing?: boolean; context?: Partial<typeof CONTEXT> } = {},
): Promise<ResolvedParameters> => await resolveParameters(schema, layers, { ...CONTEXT, ...context }, { testing })
const values = async (...args: Parameters<typeof resolve>) => (await resolve(...args)).values
/** `how before → after`, by layer. */
const changesOf = (resolved: ResolvedParameters, name: string): string[] => {
  const changes = resolved.entries.find((entry) => entry.name === name)?.changes ?? []
  const show = (i: number): string => {
    const after = changes[i]?.after ?? null
    return after === null ? '?' : JSON.stringify(after.value)
  }
  return changes.map(({ how }, i) => (i === 0 ? `${how} ${show(0)}` : `${how} ${show(i - 1)} → ${show(i)}`))
}

const base = compileParameters({ n: 10, label: 'x', sizes: [1] }, { twice: (p) => (p['n'] as number) * 2 })

describe('layers', () => {
  const child = extend(base, { override: { n: inherit((n: number) => n * 2) } })
  const grandchild = extend(child, { override: { n: inherit((n: number) => n + 1) } }, 'grandchild.ts')

  test('inherit what those below them make', async () => {
    expect(await values(base)).toMatchObject({ n: 10, twice: 20 })
    expect(await values(child)).toMatchObject({ n: 20, twice: 40 })
    expect(await values(grandchild)).toMatchObject({ n: 21, twice: 42 })
    expect(changesOf(await resolve(grandchild), 'n')).toEqual(['declared 10', 'inherited 10 → 20', 'inherited 20 → 21'])
    expect(grandchild.defaults).toEqual({ n: 21, label: 'x', sizes: [1] })
  })

  test('replace what is below, the command line all of it', async () => {
    const layers = [{ source: 'command line', given: { n: { text: ['5'] } } }] as const
    const resolved = await resolve(grandchild, layers)
    expect(resolved.values).toMatchObject({ n: 5, twice: 10 })
    expect(resolved.entries.find(({ name }) => name === 'n')).toMatchObject({ source: 'command line', isDefault: false })
    expect(changesOf(resolved, 'n').at(-1)).toBe('set 21 → 5')
    expect(await values(grandchild, [{ source: 'code', given: { n: { inherit: (n) => (n as number) - 1 } } }])).toMatchObject({
      n: 20,
    })
  })

  test('keep a value, and say so', async () => {
    const resolved = await resolve(extend(child, { override: { n: inherit() } }))
    expect(changesOf(resolved, 'n')).toEqual(['declared 10', 'inherited 10 → 20', 'kept 20 → 20'])
    expect(resolved.entries[0]).toMatchObject({ value: 20, source: 'extension' })
  })

  test('see frozen copies', async () => {
    const spoil = inherit((sizes: number[]) => {
      expect(() => sizes.push(2)).toThrow(TypeError)
      return [...sizes, 3]
    })
    const schema = extend(base, { override: { sizes: spoil } })
    expect((await values(schema))['sizes']).toEqual([1, 3])
    expect((await values(base))['sizes']).toEqual([1])
  })

  test('take paths relative to their own file', async () => {
    const paths = compileParameters({ data: param.path('./a.csv') }, {}, { folder: '/base' })
    const schema = extend(paths, { override: { data: './b.csv' } }, 'child.ts', '/child')
    expect((await values(schema))['data']).toBe('/child/b.csv')
    const fileExists = (path: string): boolean => path === '/child/b.csv'
    // What is replaced need not be there any more.
    expect(changesOf(await resolve(schema, [], { context: { fileExists } }), 'data')).toEqual([
      'declared "/base/a.csv"',
      'set "/base/a.csv" → "/child/b.csv"',
    ])
    expect(await problemsOf(resolve(extend(paths, { override: { data: inherit() } }), [], { context: { fileExists } }))).toEqual([
      expect.stringContaining('there is no /base/a.csv'),
    ])
  })

  test('for testing come below those of the run', async () => {
    const schema = extend(addParameters(base, { layer: 9, source: 'default', where: '', folder: '/' }, { testing: { n: 2 } }), {
      override: { n: 100 },
      testing: { label: 'short' },
    })
    expect(await values(schema)).toMatchObject({ n: 100, label: 'x' })
    const resolved = await resolve(schema, [], { testing: true })
    expect(resolved.values).toMatchObject({ n: 2, label: 'short' })
    expect(resolved.entries[0]?.source).toBe('testing')
    expect(await values(schema, [{ source: 'code', given: { n: { value: 3 } } }], { testing: true })).toMatchObject({ n: 3 })
  })
})

describe('derived parameters in layers', () => {
  test('can be given, inherited, and computed otherwise', async () => {
    const given = await resolve(extend(base, { override: { twice: 7 } }))
    expect(given.values['twice']).toBe(7)
    expect(changesOf(given, 'twice')).toEqual(['derived 20', 'set 20 → 7'])
    const inherited = await resolve(extend(base, { override: { n: 3, twice: inherit((t: number) => t + 1) } }))
    expect(inherited.values['twice']).toBe(7)
    expect(inherited.entries.find(({ name }) => name === 'twice')).toMatchObject({ source: 'extension', isDefault: false })
    const otherwise = await resolve(extend(base, { derived: { twice: (p) => `${String(p['n'])}${String(p['n'])}` } }))
    expect(otherwise.values['twice']).toBe('1010')
    expect(changesOf(otherwise, 'twice')).toEqual(['derived 20', 'derived 20 → "1010"'])
  })

  test('can take the place of a plain one, which keeps its type', async () => {
    const schema = extend(base, { parameters: { size: 4 }, derived: { n: (p) => (p['size'] as number) * 3 } })
    expect(await values(schema)).toMatchObject({ n: 12, twice: 24 })
    expect(schema.defaults).toEqual({ label: 'x', sizes: [1], size: 4 })
    expect(await values(schema, [{ source: 'command line', given: { n: { text: ['6'] } } }])).toMatchObject({ n: 6, twice: 12 })
    const wrong = extend(base, { derived: { n: () => 'many' } })
    expect(await problemsOf(resolve(wrong))).toEqual([
      'PARAMETER_INVALID: child.ts: Parameter "n" cannot be "many": expected a number.',
    ])
  })

  test('are given what they would be: a value of the same type', async () => {
    const giving = (text: string): ParameterLayer => ({ source: 'command line', given: { twice: { text: [text] } } })
    expect(await values(base, [giving('7')])).toMatchObject({ twice: 7 })
    expect(await problemsOf(resolve(base, [giving('many')]))).toEqual([
      'PARAMETER_INVALID: Parameter "twice" cannot be "many": expected a number, as it is computed.',
    ])
    expect(await problemsOf(resolve(extend(base, { override: { twice: true } })))).toEqual([
      'PARAMETER_INVALID: child.ts: Parameter "twice" cannot be true: expected a number, as it is computed.',
    ])
    const texts = compileParameters({ n: 1 }, { label: (p) => `n${String(p['n'])}`, parts: () => [1] })
    const given = { label: { text: ['12'] }, parts: { value: 'any' } }
    expect(await values(texts, [{ source: 'command line', given }])).toMatchObject({ label: 12, parts: 'any' })
  })

  test('that need each other through layers are a cycle by name', async () => {
    const schema = extend(base, { derived: { n: (p) => (p['twice'] as number) / 2 } })
    expect(await problemsOf(resolve(schema))).toEqual([
      'DERIVED_CYCLE: Derived parameters depend on one another in a circle: n → twice → n. Give one of them a value of its own.',
    ])
    expect(await values(schema, [{ source: 'code', given: { twice: { value: 8 } } }])).toMatchObject({ n: 4, twice: 8 })
  })

  test('that were replaced and fail now are no error', async () => {
    const failing = compileParameters(
      { n: 1 },
      {
        half: () => {
          throw new Error('broken')
        },
      },
    )
    const resolved = await resolve(extend(failing, { override: { half: 3 } }))
    expect(changesOf(resolved, 'half')).toEqual(['derived ?', 'set ? → 3'])
  })
})

describe('secrets in layers', () => {
  const schema = compileParameters({ key: param.secret({ env: 'KEY' }) })
  const context = { env: { KEY: 'from-env' } }

  test('come from the highest that gives one, else from the environment', async () => {
    expect(await values(schema, [], { context })).toEqual({ key: 'from-env' })
    const child = extend(schema, { override: { key: 'from-child' } })
    const resolved = await resolve(child, [], { context })
    expect(resolved.values).toEqual({ key: 'from-child' })
    expect(resolved.secrets).toEqual(['from-env', 'from-child'])
    expect(await values(child, [{ source: 'command line', given: { key: { text: [''] } } }], { context })).toEqual({
      key: 'from-child',
    })
  })

  test('are known with all that they are made of, and in no change', async () => {
    const child = extend(schema, { override: { key: inherit((key: string) => `Bearer ${key}`) } })
    const resolved = await resolve(child, [], { context })
    expect(resolved.values).toEqual({ key: 'Bearer from-env' })
    expect(resolved.secrets).toEqual(['from-env', 'Bearer from-env'])
    expect(changesOf(resolved, 'key')).toEqual(['declared ?', 'inherited ? → ?'])
  })
})

describe('what is kept secret', () => {
  test('is every text of every layer, also of those that were replaced', async () => {
    const schema = compileParameters({ key: param.secret({ env: 'KEY', optional: true }) })
    const top = extend(extend(schema, { override: { key: 'lower' } }), { override: { key: 'upper' } })
    expect((await resolve(top, [{ source: 'command line', given: { key: { text: ['given'] } } }])).secrets).toEqual([
      'lower',
      'upper',
      'given',
    ])
  })

  test('cannot be computed, nor become a parameter that is written', () => {
    const schema = compileParameters({ key: param.secret({ env: 'KEY' }), plain: 'x' })
    expect(faultOf(() => extend(schema, { derived: { key: () => 'made' } }))).toContain(
      '"key" is a secret, which is not computed',
    )
    const mixed = include(compileParameters({}), { key: param.secret({ env: 'KEY', optional: true }) })
    expect(faultOf(() => extend(mixed, { parameters: { key: 'none' } }))).toContain(
      '"key" is a secret in notify.ts, and none here',
    )
    expect(faultOf(() => include(schema, { plain: param.secret({ env: 'X' }) }))).toContain('"plain" is a secret in notify.ts')
  })
})

describe('a number that is secret', () => {
  test('hides what is computed from it, directly or not, and nothing else', async () => {
    const pins = compileParameters(
      { pin: 0, n: 1 },
      {
        same: (p) => p['pin'],
        next: (p) => (p['same'] as number) + 1,
        other: (p) => p['n'],
      },
    )
    const setting = { layer: 1, source: 'config', where: 'a.yml', folder: '/', declares: false, isSecret: true } as const
    const schema = addSettings(pins, new Map([['pin', { ...setting, given: { text: ['4815'] } }]]))
    const resolved = await resolve(schema)
    expect(resolved.entries.map(({ name, value, isSecret }) => [name, value, isSecret])).toEqual([
      ['pin', 4815, true],
      ['n', 1, false],
      ['same', 4815, true],
      ['next', 4816, true],
      ['other', 1, false],
    ])
    expect(['pin', 'same', 'next', 'other'].map((name) => changesOf(resolved, name).at(-1))).toEqual([
      'set 0 → ?',
      'derived ?',
      'derived ?',
      'derived 1',
    ])
  })
})

describe('what is made of a secret value', () => {
  test('is one, until something replaces it', async () => {
    const setting = { layer: 1, source: 'config', where: 'a.yml', folder: '/', declares: false, isSecret: true } as const
    const secret = addSettings(base, new Map([['n', { ...setting, given: { text: ['4815'] } }]]))
    const more = extend(secret, { override: { n: inherit((n: number) => n + 1) } })
    expect(changesOf(await resolve(more), 'n')).toEqual(['declared 10', 'set 10 → ?', 'inherited ? → ?'])
    expect((await resolve(more)).entries.find(({ name }) => name === 'n')).toMatchObject({ value: 4816, isSecret: true })
    const replaced = await resolve(more, [{ source: 'code', given: { n: { value: 7 } } }])
    expect(changesOf(replaced, 'n').at(-1)).toBe('set ? → 7')
    expect(replaced.entries.find(({ name }) => name === 'n')).toMatchObject({ value: 7, isSecret: false })
  })
})

describe('functions of layers', () => {
  test('are called once for a run, and what they gave is in the record', async () => {
    const given: number[] = []
    const noted = (n: number): number => {
      given.push(n)
      return n + given.length
    }
    const schema = extend(extend(base, { override: { n: inherit(noted), twice: inherit(noted) } }), {
      override: { n: inherit(noted) },
    })
    const resolved = await resolve(schema)
    expect(given).toEqual([10, 11, 26])
    expect(changesOf(resolved, 'n')).toEqual(['declared 10', 'inherited 10 → 11', 'inherited 11 → 13'])
    expect(changesOf(resolved, 'twice')).toEqual(['derived 26', 'inherited 26 → 29'])
  })

  test('are not called by defining, but for the defaults when those are asked for', () => {
    let calls = 0
    const schema = extend(extend(base, { override: { n: inherit((n: number) => n + ++calls) } }), { override: { label: 'y' } })
    expect(calls).toBe(0)
    expect(schema.defaults['n']).toBe(11)
    expect([schema.defaults['n'], calls]).toEqual([11, 1])
  })

  test('defaults are what texts with variables stand for', () => {
    const setting = { layer: 1, source: 'config', where: 'a.yml', folder: '/', declares: false } as const
    const texts = new Map([
      ['n', { ...setting, given: { text: ['12'] } }],
      ['label', { ...setting, given: { text: ['1.10'] } }],
      ['sizes', { ...setting, given: { text: ['many'] } }],
    ])
    expect(addSettings(base, texts).defaults).toEqual({ n: 12, label: '1.10', sizes: [1] })
  })

  test('that promise something give no default, and end nothing', async () => {
    const schema = extend(base, { override: { n: inherit((async () => await Promise.reject(new Error('later'))) as never) } })
    expect(schema.defaults['n']).toBe(10)
    await new Promise((settle) => setImmediate(settle))
    expect(faultOf(() => inherit(5 as never))).toContain('inherit() was given a number, not a function')
  })

  test('that throw are the cause of what is said', async () => {
    const error = new RangeError('empty')
    const schema = extend(base, {
      override: {
        n: inherit(() => {
          throw error
        }),
      },
    })
    expect((await errorOf(resolve(schema))).cause).toBe(error)
  })
})

describe('mixins', () => {
  test('bring defaults, below all that is said elsewhere', async () => {
    const mixed = include(base, { topic: 'runs', label: 'mixed' })
    expect(await values(mixed)).toMatchObject({ topic: 'runs', label: 'x' })
    const resolved = await resolve(extend(mixed, { override: { topic: inherit((t: string) => `${t}!`) } }))
    expect(resolved.values['topic']).toBe('runs!')
    expect(changesOf(resolved, 'label')).toEqual(['declared "mixed"', 'declared "mixed" → "x"'])
    expect((await resolve(mixed)).entries.find(({ name }) => name === 'topic')).toMatchObject({
      source: 'default',
      isDefault: true,
    })
  })

  test('give what the experiment that includes them can declare anew, or make something of', async () => {
    const mixed = include(compileParameters({}), { topic: 'runs', level: 3 }, 'notify.ts', ['topic', 'level'])
    const own = addParameters(
      mixed,
      { layer: 9, source: 'default', where: '', folder: '/' },
      {
        parameters: { topic: param.choice(['papers', 'runs']), level: inherit((n: number) => n + 1) },
      },
    )
    expect(await values(own)).toEqual({ topic: 'papers', level: 4 })
    expect(own.specs.get('topic')?.kind).toBe('choice')
  })

  test('that both have a parameter are refused by name, unless the experiment has it', async () => {
    const clash = (below: ParameterSchema) =>
      include(include(below, { topic: 'a' }, 'the mixin a.ts'), { topic: 'b' }, 'the mixin b.ts')
    expect(faultOf(() => clash(base))).toBe(
      'MIXIN_CLASH: the mixin a.ts and the mixin b.ts both have a parameter "topic". Rename one of them, or say in the experiment that includes them what it is: under `parameters`, or `override`.',
    )
    expect(await values(clash(compileParameters({ topic: 'mine' })))).toEqual({ topic: 'mine' })
    // Or anything above says what it is.
    const settled = extend(include(base, { topic: 'a' }, 'the mixin a.ts'), { override: { topic: 'mine' } })
    expect(await values(include(settled, { topic: 'b' }, 'the mixin b.ts'))).toMatchObject({ topic: 'mine' })
    const own = include(include(base, { topic: 'a' }), { topic: 'b' }, 'the mixin b.ts', ['topic'])
    expect(await values(extend(own, { override: { topic: 'mine' } }))).toMatchObject({ topic: 'mine' })
  })

  test('whose parameter is of another type in the experiment are refused', () => {
    const message = 'the parameter "n" is of another type than in notify.ts, which has "often" there'
    expect(faultOf(() => include(base, { n: 'often' }))).toContain(message)
    const mixed = include(compileParameters({}), { n: 'often' })
    expect(faultOf(() => extend(mixed, { parameters: { n: 3 } }))).toContain(message)
  })
})

describe('an extension is refused', () => {
  test.each<readonly [string, LayerParameters, string]>([
    [
      'for a parameter that there is not',
      { override: { nn: 1 } },
      'PARAMETER_UNKNOWN: There is no parameter "nn". Did you mean n?',
    ],
    [
      'for one that there is',
      { parameters: { n: 1 } },
      'child.ts: the parameter "n" is the base\'s already. Put it under `override`.',
    ],
    [
      'for a wrong type',
      { override: { n: 'no' } },
      'the parameter "n" is wrong under `override`: Parameter "n" cannot be "no": expected a number',
    ],
    ['for a wrong type for testing', { testing: { n: 'no' } }, 'the parameter "n" is wrong under `testing`'],
    [
      'for a definition in place of a value',
      { override: { n: param.number(3) } },
      'is under `override` with a definition of its own',
    ],
    [
      'for inheriting nothing',
      { parameters: { m: inherit() } },
      'INHERIT_NOTHING: child.ts: "m" inherits, and no layer below has such a parameter.',
    ],
    ['for two ways at once', { override: { twice: 3 }, derived: { twice: () => 4 } }, 'the parameter "twice" is set twice'],
    ['for a flag that there is', { parameters: { N: 1 } }, 'has the same flag as "n"'],
  ])('%s', (_, given, message) => {
    expect(faultOf(() => extend(base, given))).toContain(message)
  })

  test('for all that is wrong at once', () => {
    const given = { override: { nn: 1, n: 'no', label: 'y' }, testing: { sizess: [] } }
    expect(faultOf(() => extend(base, given))).toBe(
      [
        'PARAMETERS_INVALID: There is no parameter "nn". Did you mean n?',
        `The experiment's definition is wrong: child.ts: the parameter "n" is wrong under \`override\`: Parameter "n" cannot be "no": expected a number.`,
        'There is no parameter "sizess". Did you mean sizes?',
      ].join('\n'),
    )
  })

  test('for what it makes of a value, when that is done', async () => {
    const schema = extend(base, {
      override: {
        n: inherit(() => 'no' as never),
        label: inherit(() => {
          throw new RangeError('empty')
        }),
        sizes: inherit((async () => [2]) as never),
      },
    })
    expect(await problemsOf(resolve(schema))).toEqual([
      'PARAMETER_INVALID: child.ts: Parameter "n" cannot be "no": expected a number.',
      'INHERIT_FAILED: child.ts: making the parameter "label" of what it inherits failed: RangeError: empty.',
      'INHERIT_FAILED: child.ts: making the parameter "sizes" of what it inherits failed: TypeError: it returned a promise, but parameters are computed at once.',
    ])
  })
})
