import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import type { ReadParameter } from './read-parameter.ts'
import type { DerivedFunction, ParameterSchema } from './schema.ts'

export interface DerivedParameters {
  readonly computed: readonly ReadParameter[]
  readonly problems: readonly Problem[]
  /** What the functions threw. */
  readonly causes: readonly unknown[]
}

/**
 * Computes the derived parameters that are not known yet. Each sees all others, read when it asks for them, so that their
 * order does not matter.
 */
export function computeDerived(schema: ParameterSchema, known: ReadonlyMap<string, unknown>): DerivedParameters {
  const computer = new DerivedComputer(schema, known)
  const computed: ReadParameter[] = []
  for (const name of schema.derived.keys()) {
    const spec = schema.specs.get(name)
    if (spec === undefined || known.has(name)) continue
    try {
      computed.push({ spec, value: computer.valueOf(name), source: 'derived', isDefault: true })
    } catch (error) {
      if (!(error instanceof Uncomputable)) throw error
    }
  }
  return { computed, problems: computer.problems, causes: computer.causes }
}

/** Goes through the functions that read a parameter which failed; the failure itself is recorded where it happened. */
class Uncomputable extends Error {}

class DerivedComputer {
  readonly problems: Problem[] = []
  readonly causes: unknown[] = []
  readonly #derived: ReadonlyMap<string, DerivedFunction>
  readonly #values: Map<string, unknown>
  readonly #failed = new Set<string>()
  /** Names being computed, outermost first. */
  readonly #stack: string[] = []
  readonly #view: Readonly<Record<string, unknown>>

  constructor(schema: ParameterSchema, known: ReadonlyMap<string, unknown>) {
    this.#derived = schema.derived
    this.#values = new Map(Array.from(known, ([name, value]) => [name, copyFrozen(value)]))
    const view = {}
    for (const name of schema.specs.keys()) {
      Object.defineProperty(view, name, { enumerable: true, get: () => this.valueOf(name) })
    }
    this.#view = Object.freeze(view)
  }

  /** Throws Uncomputable. */
  valueOf(name: string): unknown {
    const compute = this.#derived.get(name)
    if (this.#values.has(name) || compute === undefined) return this.#values.get(name)
    if (this.#failed.has(name)) throw new Uncomputable(name)
    const start = this.#stack.indexOf(name)
    if (start >= 0) throw this.#closeCircle(this.#stack.slice(start))
    this.#stack.push(name)
    try {
      this.#values.set(name, copyFrozen(refusePromise(compute(this.#view))))
    } catch (error) {
      throw this.#fail(name, error)
    } finally {
      this.#stack.pop()
    }
    return this.#values.get(name)
  }

  #closeCircle(names: readonly string[]): Uncomputable {
    this.problems.push(problem('DERIVED_CYCLE', { cycle: [...names, names[0] ?? ''] }))
    for (const name of names) this.#failed.add(name)
    return new Uncomputable(names[0])
  }

  #fail(name: string, error: unknown): Uncomputable {
    this.#failed.add(name)
    if (error instanceof Uncomputable) return error
    this.problems.push(problem('DERIVED_FAILED', { parameter: name, reason: showReason(error) }))
    this.causes.push(error)
    return new Uncomputable(name)
  }
}

function refusePromise(value: unknown): unknown {
  if (!(value instanceof Promise)) return value
  // Nobody will wait for it: what it throws must not end the process.
  value.catch(() => undefined)
  throw new TypeError('it returned a promise, but derived parameters are computed at once')
}

function showReason(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\.$/, '')
}
