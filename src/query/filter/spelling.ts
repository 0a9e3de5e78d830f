const UNITS: Readonly<Record<string, number>> = { d: 24, w: 7 * 24 }
/** Durations in days or weeks; days as times; other texts in quotes, which stay; a field whose name is a word of the language, or has a dot; whole numbers beside a slash. */
const PARTS =
  /\bduration\(\s*(?:"(\d+(?:\.\d+)?)([dw])"|'(\d+(?:\.\d+)?)([dw])')|\btimestamp\(\s*["'](\d{4}-\d\d-\d\d)["']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![.\w])namespace\b|(?<![.\w])error\.(?:type|message|code)\b|(?<![.\w\]])\d+(?=\s*\/)|(?<=\/\s*)\d+(?![\w.])/g

/** What the field `namespace` is called where the language reserves the word. */
export const NAMESPACE = 'namespace_'

/** What `error.type` and the like are called: `error` alone is a text, which has no fields. */
export const ERROR_FIELDS = {
  'error.type': 'error_type_',
  'error.message': 'error_message_',
  'error.code': 'error_code_',
} as const

export interface Respelt {
  readonly text: string
  /** Where a place in it was before. */
  readonly placeBefore: (place: number) => number
}

/** An expression as the language wants it: durations in hours, no reserved word as a field; and no division that drops what is left. */
export function respell(text: string): Respelt {
  const shifts: { readonly at: number; readonly by: number }[] = []
  let shift = 0
  const respelt = text.replaceAll(PARTS, (found, ...groups) => {
    const [count1, unit1, count2, unit2, day, at] = groups as [string?, string?, string?, string?, string?, number?]
    const [count, unit = ''] = [count1 ?? count2, unit1 ?? unit2]
    const written =
      day !== undefined
        ? `timestamp("${day}T00:00:00Z"`
        : count !== undefined
          ? `duration("${Number(count) * (UNITS[unit] ?? 1)}h"`
          : found === 'namespace'
            ? NAMESPACE
            : /^\d+$/.test(found)
              ? `${found}.0`
              : ((ERROR_FIELDS as Readonly<Record<string, string>>)[found] ?? found)
    shift += written.length - found.length
    if (written.length !== found.length) shifts.push({ at: (at ?? 0) + found.length + shift, by: shift })
    return written
  })
  return { text: respelt, placeBefore: (place) => place - (shifts.findLast(({ at }) => at <= place)?.by ?? 0) }
}
