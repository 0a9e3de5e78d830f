const RANGE = /^(integer|number)(?: (?:≥ (?<least>\S+)|≤ (?<most>\S+)|(?<low>[^…\s]+)(?:…(?<high>\S+))?))?$/
const CHOICES = 'choice of '
const LISTS = /^list of (?<item>.+?)(?:, (?<counts>(?:≥ |≤ |\d+…)?\d+) items?)?$/

/**
 * What a recorded type allows where a value is outside of it, in words: `a number 0…1`, `one of adam, sgd`; null where the value
 * fits, or the type says nothing of limits.
 */
export function limitOf(type: string, value: unknown): string | null {
  if (type.startsWith('optional ')) {
    const allowed = value === null ? null : limitOf(type.slice('optional '.length), value)
    return allowed === null ? null : `${allowed}, or null`
  }
  if (type.startsWith(CHOICES)) return choiceLimit(type.slice(CHOICES.length), value)
  const { item, counts } = LISTS.exec(type)?.groups ?? {}
  if (item !== undefined) return Array.isArray(value) ? listLimit(item, counts, value) : null
  return rangeLimit(type, value)
}

function choiceLimit(shown: string, value: unknown): string | null {
  const choices = Array.from(shown.matchAll(/"(?:[^"\\]|\\.)*"|[^,\s]+/g), ([choice]) => choice)
  const isChoice = choices.some((choice) => choice === String(value) || choice === JSON.stringify(value))
  return isChoice ? null : choices.length === 1 ? shown : `one of ${shown}`
}

/** In a list of lists the counts may be those of the inner ones. */
function listLimit(item: string, counts: string | undefined, values: readonly unknown[]): string | null {
  const allowed = values.map((value) => limitOf(item, value)).find((one) => one !== null)
  if (allowed !== undefined) return `a list, and in it ${allowed}`
  const isOfLists = /\blist\b/.test(item)
  const isOutside = counts !== undefined && !isOfLists && rangeLimit(`integer ${counts}`, values.length) !== null
  return isOutside ? `a list of ${counts} items` : null
}

function rangeLimit(type: string, value: unknown): string | null {
  const found = RANGE.exec(type)
  if (found === null) return null
  const [, kind = '', ...ends] = found
  const { least, most, low, high = low } = found.groups ?? {}
  const [min, max] = [Number(least ?? low ?? Number.NEGATIVE_INFINITY), Number(most ?? high ?? Number.POSITIVE_INFINITY)]
  if (Number.isNaN(min) || Number.isNaN(max)) return null
  const fits = typeof value === 'number' && value >= min && value <= max && (kind === 'number' || Number.isSafeInteger(value))
  if (fits) return null
  const article = kind === 'integer' ? 'a whole number' : 'a number'
  return ends.every((end) => end === undefined) ? article : `${article} ${type.slice(kind.length + 1)}`
}
