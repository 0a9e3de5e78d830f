/**
 * A parameter with a type of its own, made by `param.number(…)` and its siblings.
 * Opaque: experiments put it under `parameters` and read its value from `e.params`.
 */
export interface Param<T> {
  readonly '~runlab': 'param'
  readonly kind: string
  readonly default?: T
}

/**
 * A value made of the one that the layers below give: what `inherit` makes.
 * Opaque: extensions put it under `override`.
 */
export interface Inherit<T> {
  readonly '~runlab': 'inherit'
  readonly '~below'?: (below: T) => T
}

/** A text that is never written: a `string` while the experiment runs, and not there (`undefined`) in the run that is read. */
export type Secret = string & { readonly '~secret'?: never }

/**
 * A value in place of a parameter: what the default stands for, read-only, since the run gets it frozen. Literals widen to
 * their types, unions of them stay: `'a' as 'a' | 'b'`. That is the author's word: at run time any text is taken, and
 * `param.choice(['a', 'b'])` is what checks it.
 */
export type ValueOf<T> = Frozen<[T] extends [Param<infer U>] ? U : Widened<T>>

/** Plain data as `e.params` holds it. Instances (`Date`, `Map`, typed arrays) are copies that cannot be frozen. */
export type Frozen<T> = 0 extends 1 & T
  ? T
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T extends object
      ? Extract<T[keyof T], (...args: never) => unknown> extends never
        ? { readonly [K in keyof T]: Frozen<T[K]> }
        : T
      : T

type Widened<T> = IsUnion<T> extends true ? T : T extends readonly unknown[] ? WidenedList<T> : Widen<T>

type Widen<T> = T extends number ? number : T extends string ? string : T extends boolean ? boolean : T

/** A tuple (`as const`) is the default of a list of any length. */
type WidenedList<T extends readonly unknown[]> = number extends T['length']
  ? { [K in keyof T]: Widened<T[K]> }
  : readonly Widen<T[number]>[]

type IsUnion<T> = [T] extends [Intersected<T>] ? false : true
type Intersected<T> = (T extends unknown ? (value: T) => void : never) extends (value: infer I) => void ? I : never

/** The values of a run that is read: secrets are not among them. */
export type Recorded<V> = { readonly [K in keyof V]: IsSecret<V[K]> extends true ? undefined : V[K] }

type IsSecret<T> = string extends keyof NonNullable<T> ? false : '~secret' extends keyof NonNullable<T> ? true : false

/** The values of a set of parameters, by name. */
export type ValuesOf<P> = { [K in keyof P]: ValueOf<P[K]> }
