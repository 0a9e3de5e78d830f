/**
 * A value together with the kind that is to take it: what `image()`, `histogram()` and the like give. It is looked at when it
 * is tracked, and then alone; whoever else finds it, an encoder of JSON for one, refuses it as an instance of a class.
 */
export class Wrapped {
  /** The kind's name. Found by this property, not by class, so that two copies of runlab understand each other. */
  readonly '~tracked': string
  readonly value: unknown
  readonly options: Readonly<Record<string, unknown>>

  constructor(kind: string, value: unknown, options: object = {}) {
    this['~tracked'] = kind
    this.value = value
    this.options = { ...options }
    Object.freeze(this)
  }
}

/** The name of the kind that a value was wrapped for; null when it was not. */
export function wrappedKind(value: unknown): string | null {
  return isWrapped(value) ? value['~tracked'] : null
}

export function isWrapped(value: unknown): value is Wrapped {
  return typeof value === 'object' && value !== null && '~tracked' in value && typeof value['~tracked'] === 'string'
}
