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

/** A value in place of a parameter: what the default stands for. Literals widen to their types. */
export type ValueOf<T> =
  T extends Param<infer U>
    ? U
    : T extends number
      ? number
      : T extends string
        ? string
        : T extends boolean
          ? boolean
          : T extends readonly (infer U)[]
            ? ValueOf<U>[]
            : T

/** The values of a set of parameters, by name. */
export type ValuesOf<P> = { [K in keyof P]: ValueOf<P[K]> }
