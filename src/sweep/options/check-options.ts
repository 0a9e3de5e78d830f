import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'

/** What a number among the options of a sampler or pruner may be. */
export interface NumberRule {
  readonly least: number
  readonly most?: number
  /** Whether it may have decimals. */
  readonly real?: boolean
  /** Whether it has to be more than the least. */
  readonly above?: boolean
}

/** Refuses options that do not exist, and numbers out of their range; those that are undefined count as left out. Throws SWEEP_OPTION. */
export function checkOptions(
  of: string,
  options: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, NumberRule>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) {
      const known = Object.keys(rules)
      const expected = known.length === 0 ? `none: ${of} takes no options` : `one of ${known.join(', ')}`
      throw runlabError('SWEEP_OPTION', {
        option: `of ${of}`,
        value: showValue(name),
        expected,
        suggestion: nearest(name, known),
      })
    }
    if (value === undefined || fits(value, rule)) continue
    throw runlabError('SWEEP_OPTION', { option: `${of}.${name}`, value: showValue(value), expected: describe(rule) })
  }
}

function fits(value: unknown, { least, most = Infinity, real = false, above = false }: NumberRule): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value) || (!real && !Number.isSafeInteger(value))) return false
  return value <= most && (above ? value > least : value >= least)
}

function describe({ least, most, real = false, above = false }: NumberRule): string {
  const bound = above ? `above ${least}` : `of at least ${least}`
  return `${real ? 'a number' : 'an integer'} ${bound}${most === undefined ? '' : `, at most ${most}`}`
}
