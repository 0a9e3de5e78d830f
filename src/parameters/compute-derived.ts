import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import type { Accepted } from './kinds/kind.ts'
import type { ParameterContext, Setting } from './layers.ts'
import type { FailedReading, ParameterReading, ParameterSpec } from './parameter-spec.ts'
import { isKept } from './read-chain.ts'
import type { ComputedChain, ReadParameter } from './read-chain.ts'
import { failed, readDerived, readInherited, refusePromise, showReason } from './read-setting.ts'

/** What to compute from what. */
export interface DerivedParameters {
  readonly names: readonly string[]
  readonly computed: readonly ComputedChain[]
  readonly read: readonly ReadParameter[]
  readonly context: ParameterContext
}

/**
 * Computes parameters from others. Each sees all others, read when it asks for them, so that their order does not matter.
 */
export class DerivedComputer {
  readonly problems: Problem[] = []
  /** What the functions threw. */
  readonly causes: unknown[] = []
  readonly #chains: ReadonlyMap<string, ComputedChain>
  readonly #context: ParameterContext
  readonly #readings: Map<string, Accepted>
  readonly #stages = new Map<string, ReadonlyMap<Setting, Accepted>>()
  readonly #reads = new Map<string, Set<string>>()
  readonly #failed = new Set<string>()
  /** Names being computed, outermost first. */
  readonly #stack: string[] = []
  /** All parameters. */
  readonly view: Readonly<Record<string, unknown>>

  constructor({ names, computed, read, context }: DerivedParameters) {
    this.#chains = new Map(computed.map((chain) => [chain.spec.name, chain]))
    this.#context = context
    const copied = read.map(({ spec, reading }) => [spec.name, { ...reading, value: copyFrozen(reading.value) }] as const)
    this.#readings = new Map(copied)
    const view = {}
    for (const name of names) {
      Object.defineProperty(view, name, { enumerable: true, get: () => this.#look(name) })
    }
    this.view = Object.freeze(view)
  }

  /** A function asks for a parameter. */
  #look(name: string): unknown {
    const by = this.#stack.at(-1)
    if (by !== undefined) this.#reads.set(by, (this.#reads.get(by) ?? new Set()).add(name))
    return this.#readingOf(name)?.value
  }

  /** Computes all; those that fail are among the problems. */
  computeAll(): readonly ReadParameter[] {
    return [...this.#chains.values()].flatMap((chain): ReadParameter[] => {
      try {
        const reading = this.#readingOf(chain.spec.name)
        if (reading === undefined) return []
        const last = chain.above.findLast((setting) => !isKept(setting))
        const isDefault = last === undefined && chain.base.declares
        return [
          {
            ...chain,
            reading,
            stages: this.#stages.get(chain.spec.name) ?? new Map(),
            source: last?.source ?? 'derived',
            isDefault,
            reads: this.#reads.get(chain.spec.name) ?? new Set(),
          },
        ]
      } catch (error) {
        if (!(error instanceof Uncomputable)) throw error
        return []
      }
    })
  }

  /** Throws Uncomputable. */
  #readingOf(name: string): Accepted | undefined {
    const known = this.#readings.get(name)
    const chain = this.#chains.get(name)
    if (known !== undefined || chain === undefined) return known
    if (this.#failed.has(name)) throw new Uncomputable(name)
    const start = this.#stack.indexOf(name)
    if (start >= 0) throw this.#closeCircle(this.#stack.slice(start))
    this.#stack.push(name)
    try {
      const reading = this.#compute(chain)
      if (!reading.ok) throw this.#note(chain.spec, reading, chain.base)
      this.#readings.set(name, reading)
      return reading
    } catch (error) {
      throw this.#fail(name, error)
    } finally {
      this.#stack.pop()
    }
  }

  #compute({ spec, base, above }: ComputedChain): ParameterReading {
    if (!('derive' in base.given)) throw new TypeError(`${spec.name} is not computed`)
    const stages = new Map<Setting, Accepted>()
    let reading = readDerived(spec, base, base.given.derive, this.view, this.#context)
    if (reading.ok) stages.set(base, reading)
    for (const setting of above) {
      if (!reading.ok) break
      reading = refusePromise(readInherited(spec, setting, reading, this.#context))
      if (reading.ok) stages.set(setting, reading)
    }
    this.#stages.set(spec.name, stages)
    return reading
  }

  #closeCircle(names: readonly string[]): Uncomputable {
    this.problems.push(problem('DERIVED_CYCLE', { cycle: [...names, names[0] ?? ''] }))
    for (const name of names) this.#failed.add(name)
    return new Uncomputable(names[0])
  }

  #note(spec: ParameterSpec, reading: FailedReading, setting: Setting): Uncomputable {
    const { name } = spec
    const { problem: found, cause } = failed(reading, setting, spec)
    this.problems.push(found)
    if (cause !== undefined) this.causes.push(cause)
    this.#failed.add(name)
    return new Uncomputable(name)
  }

  #fail(name: string, error: unknown): Uncomputable {
    this.#failed.add(name)
    if (error instanceof Uncomputable) return error
    this.problems.push(problem('DERIVED_FAILED', { parameter: name, reason: showReason(error) }))
    this.causes.push(error)
    return new Uncomputable(name)
  }
}

/** Goes through the functions that read a parameter which failed; the failure itself is recorded where it happened. */
class Uncomputable extends Error {}
