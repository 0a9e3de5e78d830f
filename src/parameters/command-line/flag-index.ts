import { kebabCase } from '../../internal/kebab-case.ts'
import { nearest } from '../../internal/nearest.ts'
import type { ParameterSpec } from '../parameter-spec.ts'
import type { ParameterSchema } from '../schema.ts'
import type { Flag, FlagTable } from './flag-table.ts'

/** What a flag stands for. `negated`: it was written with `no-`. */
export type FlagMeaning =
  | { readonly kind: 'own'; readonly flag: Flag; readonly negated: boolean }
  | { readonly kind: 'parameter'; readonly spec: ParameterSpec; readonly negated: boolean }
  | { readonly kind: 'assignment' }

/** Finds what flags stand for. */
export interface FlagIndex {
  /** Takes a flag as written, without its value: `--num-words`, `-p`. */
  find(flag: string): FlagMeaning | null
  /** The parameter of a name in either spelling. */
  findParameter(name: string): ParameterSpec | null
  /** The known flag that was most likely meant. */
  suggest(flag: string): string | null
  readonly parameterNames: readonly string[]
}

export function indexFlags(schema: ParameterSchema, flags: FlagTable): FlagIndex {
  const specs = new Map(Array.from(schema.specs.values(), (spec) => [kebabCase(spec.name), spec]))
  const own = new Map(flags.map((flag) => [kebabCase(flag.name), flag]))
  const short = new Map(flags.flatMap((flag) => (flag.short === undefined ? [] : [[flag.short, flag] as const])))
  const findNamed = (name: string, negated: boolean): FlagMeaning | null => {
    const [flag, spec] = [own.get(name), specs.get(name)]
    if (flag !== undefined) return negated && flag.takesValue ? null : { kind: 'own', flag, negated }
    return spec === undefined || (negated && spec.negation === null) ? null : { kind: 'parameter', spec, negated }
  }
  return {
    parameterNames: [...schema.specs.keys()],
    findParameter: (name) => specs.get(kebabCase(name)) ?? null,
    find(flag) {
      if (isAssignmentFlag(flag)) return { kind: 'assignment' }
      const shortFlag = short.get(flag.slice(1))
      if (shortFlag !== undefined) return { kind: 'own', flag: shortFlag, negated: false }
      if (!flag.startsWith('--')) return null
      const name = kebabCase(flag.slice(2))
      return findNamed(name, false) ?? (name.startsWith('no-') ? findNamed(name.slice('no-'.length), true) : null)
    },
    suggest(flag) {
      const word = kebabCase(flag.replace(/^-+/, ''))
      const switches = Array.from(specs).flatMap(([name, spec]) => (spec.negation === null ? [] : [`no-${name}`]))
      const near = nearest(word, [...own.keys(), ...specs.keys(), 'parameter', ...(word.startsWith('no-') ? switches : [])])
      return near === null ? null : `--${near}`
    },
  }
}

/** The flag that always reaches a parameter: `-p key=value`. */
export function isAssignmentFlag(flag: string): boolean {
  return flag === '-p' || flag === '--parameter'
}
