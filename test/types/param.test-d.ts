// Types of parameters that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import { z } from 'zod'
import type { Recorded, Secret, ValueOf, ValuesOf } from '../../src/api/parameter.ts'
import { param } from '../../src/parameters/param.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Compiles only where the value's type is exactly `Expected`. */
declare function expectType<Expected>(): <Actual>(value: Same<Actual, Expected> extends true ? Actual : never) => void
declare function valueOf<D>(definition: D): ValueOf<D>
declare function valuesOf<P>(definitions: P): Readonly<ValuesOf<P>>

expectType<number>()(valueOf(param.number(1, { min: 0, max: 2, unit: 's', description: 'x' })))
expectType<number>()(valueOf(param.integer(1, { min: 0 })))
expectType<boolean>()(valueOf(param.boolean(true)))
expectType<string>()(valueOf(param.string('a', { pattern: /a/, minLength: 1, maxLength: 2 })))
expectType<'adam' | 'sgd'>()(valueOf(param.choice(['adam', 'sgd'])))
expectType<'adam' | 'sgd'>()(valueOf(param.choice(['adam', 'sgd'], { default: 'sgd' })))
expectType<1 | 10>()(valueOf(param.choice([1, 10])))
expectType<'auto' | 10>()(valueOf(param.choice(['auto', 10])))
expectType<readonly number[]>()(valueOf(param.list([1, 2], { min: 1, max: 3 })))
expectType<readonly string[]>()(valueOf(param.list(['a'])))
expectType<readonly number[]>()(valueOf(param.list([], { of: param.integer(0) })))
expectType<readonly ('a' | 'b')[]>()(valueOf(param.list(['a'], { of: param.choice(['a', 'b']) })))
expectType<readonly (readonly number[])[]>()(valueOf(param.list([[1]], { of: param.list([1]) })))
expectType<{ readonly depth: number; readonly tags: readonly string[] }>()(valueOf(param.json({ depth: 3, tags: ['a'] })))
expectType<{ readonly a?: number }>()(valueOf(param.json<{ a?: number }>({})))
expectType<string>()(valueOf(param.path('./a', { mustExist: false })))
expectType<Secret>()(valueOf(param.secret({ env: 'KEY' })))
expectType<Secret>()(valueOf(param.secret({ env: 'KEY', optional: false })))
expectType<Secret | undefined>()(valueOf(param.secret({ env: 'KEY', optional: true })))
declare const maybe: boolean
expectType<Secret | undefined>()(valueOf(param.secret({ env: 'KEY', optional: maybe })))
expectType<string>()(valueOf(param.schema(z.email(), 'a@b.org')))
expectType<number>()(valueOf(param.schema(z.string().transform(Number), '1')))
expectType<{ readonly a: number; readonly b: string }>()(
  valueOf(param.schema(z.object({ a: z.number(), b: z.string().default('x') }), { a: 1 })),
)

expectType<number | null>()(valueOf(param.optional(param.number(1, { min: 0 }))))
expectType<number | null>()(valueOf(param.optional(param.number(1), { default: 2, unit: 's' })))
expectType<string | null>()(valueOf(param.optional(param.path('./a'), { default: null })))
expectType<'a' | 'b' | null>()(valueOf(param.optional(param.choice(['a', 'b']))))
expectType<readonly number[] | null>()(valueOf(param.optional(param.list([1]))))

// A union is the author's word; a literal alone is the default of a text or number.
expectType<'a' | 'b'>()(valueOf('a' as 'a' | 'b'))
expectType<1 | 10>()(valueOf(1 as 1 | 10))
expectType<string | null>()(valueOf(null as string | null))
expectType<readonly ('a' | 'b')[]>()(valueOf(['a'] as ('a' | 'b')[]))
expectType<readonly (string | number)[]>()(valueOf(['a', 1]))
expectType<string>()(valueOf('a' as const))
expectType<boolean>()(valueOf(true as const))
expectType<readonly number[]>()(valueOf([1, 2] as const))

// Frozen as deep as it is plain; instances are what they are.
class Model {
  readonly #weights = [1]
  predict(): number {
    return this.#weights[0] ?? 0
  }
}
expectType<{ readonly a: readonly { readonly b: number }[] }>()(valueOf({ a: [{ b: 1 }] }))
expectType<Readonly<Record<string, readonly number[]>>>()(valueOf({} as Record<string, number[]>))
expectType<Map<string, number[]>>()(valueOf(new Map([['a', [1]]])))
expectType<Model>()(
  valueOf(
    param.schema(
      z.unknown().transform(() => new Model()),
      1,
    ),
  ),
)
expectType<Float64Array>()(valueOf(new Float64Array(1) as Float64Array))
expectType<any>()(valueOf(param.json<any>(1)))

const values = valuesOf({
  numWords: 50,
  label: 'x',
  sizes: [1, 2],
  verbose: false,
  nested: { depth: 3 },
  when: new Date(),
  count: 5n,
  optimizer: param.choice(['adam', 'sgd']),
  key: param.secret({ env: 'KEY', optional: true }),
})
expectType<number>()(values.numWords)
expectType<string>()(values.label)
expectType<readonly number[]>()(values.sizes)
expectType<boolean>()(values.verbose)
expectType<{ readonly depth: number }>()(values.nested)
expectType<Date>()(values.when)
expectType<bigint>()(values.count)
expectType<'adam' | 'sgd'>()(values.optimizer)
expectType<Secret | undefined>()(values.key)

// A secret is a text while the experiment runs, and not there afterwards.
declare const recorded: Recorded<typeof values>
expectType<undefined>()(recorded.key)
expectType<number>()(recorded.numWords)
expectType<Record<string, string>>()({} as Recorded<{ readonly a: Record<string, string> }>['a'])
export const used: string = values.key ?? ''
export const given: typeof values.key = 'a text'

// @ts-expect-error the values are frozen
values.numWords = 3
// @ts-expect-error and what is in them
values.sizes.push(3)
// @ts-expect-error at every depth
values.nested.depth = 4
// @ts-expect-error not a param
param.optional(5)
// @ts-expect-error a default of another type
param.optional(param.number(1), { default: 'a' })
// @ts-expect-error no number
param.number('1')
// @ts-expect-error no default
param.number()
// @ts-expect-error no such option
param.number(1, { minimum: 0 })
// @ts-expect-error not among the choices
param.choice(['adam', 'sgd'], { default: 'adamw' })
// @ts-expect-error neither text nor number
param.choice([true, false])
// @ts-expect-error items of another type
param.list(['a'], { of: param.number(0) })
// @ts-expect-error items that are no choice
param.list(['c'], { of: param.choice(['a', 'b']) })
// @ts-expect-error a secret has no default
param.secret('sk-123')
// @ts-expect-error no variable
param.secret({ optional: true })
// @ts-expect-error not what the schema takes
param.schema(z.number(), 'a')
// @ts-expect-error no schema
param.schema({ parse: (value: unknown) => value }, 'a')
// @ts-expect-error a parameter cannot be made by hand
param.list([1], { of: { kind: 'number' } })
