import { kebabCase } from '../internal/kebab-case.ts'
import type { FlagTable } from './command-line/flag-table.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import type { ParameterSchema } from './schema.ts'
import { showValue } from './show-value.ts'

/** One parameter in `runlab run FILE --help`. */
export interface ParameterHelp {
  /** As it is written: `--num-words`, `--[no-]verbose`. */
  readonly flag: string
  readonly type: string
  readonly default: string
  readonly bounds: string
  readonly description: string
}

/** Rows of help, in the order of definition. `flags` are runlab's own, which hide parameters of the same name. */
export function formatParameterHelp(
  schema: ParameterSchema,
  descriptions: Readonly<Record<string, string>>,
  flags: FlagTable = [],
): readonly ParameterHelp[] {
  const taken = new Set(flags.map(({ name }) => kebabCase(name)))
  return Array.from(schema.specs.values(), (spec) => ({
    flag: showFlag(spec, taken),
    type: spec.unit === null ? spec.typeName : `${spec.typeName} (${spec.unit})`,
    default: showDefault(spec, schema),
    bounds: spec.bounds ?? '',
    description: spec.description ?? (Object.hasOwn(descriptions, spec.name) ? descriptions[spec.name] : undefined) ?? '',
  }))
}

function showFlag({ name, negation }: ParameterSpec, taken: ReadonlySet<string>): string {
  const flag = kebabCase(name)
  // A parameter `seed` receives the run's seed.
  if (taken.has(flag) && name !== 'seed') return `-p ${name}=…`
  return negation === null ? `--${flag}` : `--[no-]${flag}`
}

function showDefault(spec: ParameterSpec, { defaults, settings }: ParameterSchema): string {
  if (spec.secret !== null) return `$${spec.secret.env}`
  if (settings.get(spec.name)?.some(({ given }) => 'derive' in given) === true) return 'computed'
  const value = Object.hasOwn(defaults, spec.name) ? defaults[spec.name] : spec.default
  return typeof value === 'string' && value !== '' && !/\s/.test(value) ? value : showValue(value)
}
