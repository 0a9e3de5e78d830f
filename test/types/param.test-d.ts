// Types of parameters that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import { z } from 'zod'
import type { ValueOf, ValuesOf } from '../../src/api/parameter.ts'
import { param } from '../../src/parameters/param.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Compiles only where the value's type is exactly `Expected`. */
declare function expectType<Expected>(): <Actual>(value: Same<Actual, Expected> extends true ? Actual : never) => void
declare function valueOf<D>(definition: D): ValueOf<D>
declare function valuesOf<P>(definitions: P): ValuesOf<P>

expectType<number>()(valueOf(param.number(1, { min: 0, max: 2, unit: 's', description: 'x' })))
expectType<number>()(valueOf(param.integer(1, { min: 0 })))
expectType<boolean>()(valueOf(param.boolean(true)))
expectType<string>()(valueOf(param.string('a', { pattern: /a/, minLength: 1, maxLength: 2 })))
expectType<'adam' | 'sgd'>()(valueOf(param.choice(['adam', 'sgd'])))
expectType<'adam' | 'sgd'>()(valueOf(param.choice(['adam', 'sgd'], { default: 'sgd' })))
expectType<1 | 10>()(valueOf(param.choice([1, 10])))
expectType<'auto' | 10>()(valueOf(param.choice(['auto', 10])))
expectType<number[]>()(valueOf(param.list([1, 2], { min: 1, max: 3 })))
expectType<string[]>()(valueOf(param.list(['a'])))
expectType<number[]>()(valueOf(param.list([], { of: param.integer(0) })))
expectType<('a' | 'b')[]>()(valueOf(param.list(['a'], { of: param.choice(['a', 'b']) })))
expectType<number[][]>()(valueOf(param.list([[1]], { of: param.list([1]) })))
expectType<{ depth: number; tags: string[] }>()(valueOf(param.json({ depth: 3, tags: ['a'] })))
expectType<{ a?: number }>()(valueOf(param.json<{ a?: number }>({})))
expectType<string>()(valueOf(param.path('./a', { mustExist: false })))
expectType<string>()(valueOf(param.secret({ env: 'KEY' })))
expectType<string>()(valueOf(param.secret({ env: 'KEY', optional: false })))
expectType<string | undefined>()(valueOf(param.secret({ env: 'KEY', optional: true })))
declare const maybe: boolean
expectType<string | undefined>()(valueOf(param.secret({ env: 'KEY', optional: maybe })))
expectType<string>()(valueOf(param.schema(z.email(), 'a@b.org')))
expectType<number>()(valueOf(param.schema(z.string().transform(Number), '1')))
expectType<{ a: number; b: string }>()(valueOf(param.schema(z.object({ a: z.number(), b: z.string().default('x') }), { a: 1 })))

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
expectType<number[]>()(values.sizes)
expectType<boolean>()(values.verbose)
expectType<{ depth: number }>()(values.nested)
expectType<Date>()(values.when)
expectType<bigint>()(values.count)
expectType<'adam' | 'sgd'>()(values.optimizer)
expectType<string | undefined>()(values.key)

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
