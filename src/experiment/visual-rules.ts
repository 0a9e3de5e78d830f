import type { VisualOptions, VisualRules } from '../api/visual.ts'
import { runlabError } from '../errors.ts'
import { isCssColour } from '../internal/css-colours.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'

const WANTED: Readonly<Record<keyof VisualOptions, readonly [what: string, fits: (value: unknown) => boolean]>> = {
  title: ['text', (value) => typeof value === 'string'],
  unit: ['text', isText],
  step: ['text', isText],
  log: ['true or false', isFlag],
  smoothing: ['a number of 0…1, exclusive', (value) => typeof value === 'number' && value > 0 && value < 1],
  colour: ['a colour of CSS', (value) => typeof value === 'string' && isCssColour(value)],
  frameRate: ['a number of 0…60, without 0', (value) => typeof value === 'number' && value > 0 && value <= 60],
  showStep: ['true or false', isFlag],
  order: ['a number', (value) => typeof value === 'number' && Number.isFinite(value)],
}

interface Fault {
  readonly what: string
  readonly hint?: string
}

/** How a definition wants its series drawn. Throws DEFINITION_INVALID, which names all that is wrong. */
export function checkVisualRules(rules: Readonly<Record<string, unknown>>): VisualRules {
  const faults = Object.entries(rules).flatMap(([series, rule]) => (rule === false ? [] : faultsOf(series, rule)))
  const [first] = faults
  if (first !== undefined) throw runlabError('DEFINITION_INVALID', faults.length === 1 ? first : { what: sayAll(faults) })
  return structuredClone(rules) as VisualRules
}

function sayAll(faults: readonly Fault[]): string {
  return faults.map(({ what, hint }) => (hint === undefined ? what : `${what} (${hint})`)).join('; ')
}

function faultsOf(series: string, rule: unknown): readonly Fault[] {
  const name = `visuals[${JSON.stringify(series)}]`
  if (!isPlainObject(rule)) {
    const hint = "Write: visuals: { loss: { unit: 'nats', log: true }, 'debug/*': false }"
    return [{ what: `\`${name}\` is ${describeValue(rule)}, expected options or false`, hint }]
  }
  return Object.entries(rule).flatMap(([key, value]): readonly Fault[] => {
    const wanted = Object.hasOwn(WANTED, key) ? WANTED[key as keyof VisualOptions] : undefined
    if (wanted === undefined) {
      const suggestion = nearest(key, Object.keys(WANTED))
      const hint = suggestion === null ? `There are: ${Object.keys(WANTED).join(', ')}.` : `Did you mean "${suggestion}"?`
      return [{ what: `\`${name}\` has an option "${key}", which there is not`, hint }]
    }
    const [what, isFit] = wanted
    if (value === undefined || isFit(value)) return []
    return [{ what: `\`${name}.${key}\` is ${shown(value)}, expected ${what}` }]
  })
}

/** Of text and numbers the value itself, which the experiment's own code says. */
function shown(value: unknown): string {
  const isShort = typeof value === 'number' || (typeof value === 'string' && value.length <= 40)
  return isShort ? (typeof value === 'string' ? JSON.stringify(value) : String(value)) : describeValue(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean'
}
