import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import type { ResultMeta } from '../format/meta.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'

const OPTIONS = ['name', 'direction', 'unit']
const EXAMPLE = "Write: results: ['metrics/accuracy', { name: 'loss', direction: 'min', unit: 'nats' }]"

/** `results` of a definition; none where it is left out. Throws DEFINITION_INVALID. */
export function checkResults(given: unknown): readonly ResultMeta[] {
  if (given === undefined) return []
  if (!Array.isArray(given)) throw invalid(`\`results\` is ${describeValue(given)}, expected a list`, EXAMPLE)
  const results = given.map((result: unknown, index) => checkResult(result, `results[${index}]`))
  const names = results.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalid(`\`results\` has ${JSON.stringify(twice)} twice`, 'Leave one of them out.')
  return results
}

/** The results of a base and those of what derives from it: behind them, or in place of those of the same names. */
export function addResults(base: readonly ResultMeta[], added: readonly ResultMeta[]): readonly ResultMeta[] {
  const byName = new Map([...base, ...added].map((result) => [result.name, result]))
  return Object.freeze([...byName.values()])
}

function checkResult(given: unknown, place: string): ResultMeta {
  if (typeof given === 'string') return { name: checkName(given, place), direction: null, unit: null }
  if (!isPlainObject(given)) throw invalid(`\`${place}\` is ${shown(given)}, expected a name or an object`, EXAMPLE)
  const odd = Object.keys(given).find((key) => !OPTIONS.includes(key))
  if (odd !== undefined) {
    const meant = nearest(odd, OPTIONS)
    const hint = meant === null ? `There are: ${OPTIONS.join(', ')}.` : `Did you mean "${meant}"?`
    throw invalid(`\`${place}\` has an option "${odd}", which there is not`, hint)
  }
  const { name, direction, unit } = given
  if (direction !== undefined && direction !== 'max' && direction !== 'min')
    throw invalid(`\`${place}.direction\` is ${shown(direction)}, expected "max" or "min"`, EXAMPLE)
  if (unit !== undefined && (typeof unit !== 'string' || unit === ''))
    throw invalid(`\`${place}.unit\` is ${shown(unit)}, expected text`, EXAMPLE)
  return { name: checkName(name, `${place}.name`), direction: direction ?? null, unit: unit ?? null }
}

function checkName(name: unknown, place: string): string {
  if (typeof name === 'string' && name.split('/').every((segment) => segment !== '')) return name
  throw invalid(`\`${place}\` is ${shown(name)}, expected the key of a value or the name of a series`, EXAMPLE)
}

function shown(value: unknown): string {
  const isShort = typeof value === 'number' || (typeof value === 'string' && value.length <= 40)
  return isShort ? (typeof value === 'string' ? JSON.stringify(value) : String(value)) : describeValue(value)
}

function invalid(what: string, hint: string): RunlabError {
  return runlabError('DEFINITION_INVALID', { name: 'results', what, hint })
}
