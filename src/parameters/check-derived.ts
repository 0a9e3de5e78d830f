import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { plainKind } from './kinds/plain-kind.ts'
import type { ReadParameter } from './read-chain.ts'
import { failed } from './read-setting.ts'
import { showValue } from './show-value.ts'
import type { ParameterChange } from './trace-changes.ts'

const SCALARS = new Set(['number', 'string', 'boolean', 'bigint'])

/** What is wrong with a value that is given in place of a computed one: it has to be of the type that would be computed. */
export function checkDerived({ spec, settings, reading }: ReadParameter, changes: readonly ParameterChange[]): Problem | null {
  const setting = settings.findLast(({ given }) => !('inherit' in given))
  const computed = changes.find(({ how }) => how === 'derived')?.after?.value
  if (!spec.derived || setting === undefined || 'derive' in setting.given || !SCALARS.has(typeof computed)) return null
  // On the command line a text may look like a number.
  if (typeof computed === 'string' && 'text' in setting.given) return null
  const kind = plainKind(computed)
  const checked = kind?.check(reading.value, { folder: '/', fileExists: () => true })
  if (kind === null || checked === undefined || checked instanceof Promise || checked.ok) return null
  const details = { parameter: spec.name, value: showValue(reading.value), expected: `${kind.expected}, as it is computed` }
  return failed({ ok: false, problem: problem('PARAMETER_INVALID', details) }, setting, spec).problem
}
