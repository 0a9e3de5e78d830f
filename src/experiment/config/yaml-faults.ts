import type { ConfigSource } from './config-source.ts'

/** An error or warning of the YAML parser. */
export interface ParserFault {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** Something wrong with the YAML itself, in our words. */
export interface YamlFault {
  readonly reason: string
  readonly hint?: string
  readonly offset: number
  /** Whether what follows was read differently from how it was meant. */
  readonly derails: boolean
}

/** Faults of one value. */
const LOCAL = new Set([
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_COLLECTION_TYPE',
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_DOCS',
  'MULTIPLE_TAGS',
  'NON_STRING_KEY',
  'TAG_RESOLVE_FAILED',
])

const NO_COLON = { reason: 'this line has no colon with a space behind it', hint: 'Write: key: value' }

/** What the parser says, by its code and the beginning of its message; the first that fits counts. */
const SAID: readonly (readonly [code: string, message: string, said: Pick<YamlFault, 'reason' | 'hint'>])[] = [
  ['TAB_AS_INDENT', '', { reason: 'a tab indents this line', hint: 'Indent with spaces.' }],
  ['MULTIPLE_DOCS', '', { reason: 'a second document begins here, and a config is one' }],
  ['NON_STRING_KEY', '', { reason: 'a key has to be a text' }],
  ['RESOURCE_EXHAUSTION', '', { reason: 'it is nested too deeply' }],
  ['BAD_SCALAR_START', '', { reason: 'a value cannot begin with this character', hint: 'Put it in quotes.' }],
  [
    'BAD_DQ_ESCAPE',
    '',
    { reason: 'in double quotes a backslash begins an escape, and this is none', hint: 'Use single quotes.' },
  ],
  ['TAG_RESOLVE_FAILED', '', { reason: 'this tag is not known, or does not fit its value', hint: 'Leave it out.' }],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'Nested',
    {
      reason: 'a key stands within a value',
      hint: 'Put a value that holds ": " in quotes; keys that belong below begin on a line of their own.',
    },
  ],
  ['BLOCK_IN_FLOW', '', { reason: 'within [ ] or { } a comma is missing, or the quotes of a value with ": "' }],
  ['MULTILINE_IMPLICIT_KEY', '', NO_COLON],
  ['MISSING_CHAR', 'Implicit map keys', NO_COLON],
  ['MISSING_CHAR', 'Missing closing', { reason: 'the text that begins here has no closing quote' }],
  ['MISSING_CHAR', 'Missing , ', { reason: 'a comma is missing before this' }],
  ['MISSING_CHAR', 'Missing space after :', { reason: 'a space is missing behind the colon' }],
  ['MISSING_CHAR', 'Comments', { reason: 'a comment needs a space before its #' }],
  ['MISSING_CHAR', 'Sequence item', { reason: 'a dash is missing before this item of a list' }],
  ['MISSING_CHAR', 'Flow sequence', { reason: 'a list that begins with [ is not closed by ]' }],
  ['MISSING_CHAR', 'Flow map', { reason: 'a map that begins with { is not closed by }' }],
  ['BAD_INDENT', 'Flow sequence', { reason: 'a list that begins with [ is not closed by ]' }],
  ['BAD_INDENT', 'Flow map', { reason: 'a map that begins with { is not closed by }' }],
  ['BAD_INDENT', 'All ', { reason: 'this line is indented unlike those that it belongs to' }],
  ['UNEXPECTED_TOKEN', 'Unexpected block-seq-ind', { reason: 'a list begins on the line below its key' }],
  ['UNEXPECTED_TOKEN', 'Unexpected flow-seq-end', { reason: 'this closes nothing' }],
  ['UNEXPECTED_TOKEN', 'Unexpected flow-map-end', { reason: 'this closes nothing' }],
  ['UNEXPECTED_TOKEN', 'Unexpected , ', { reason: 'there is a comma too many' }],
  ['UNEXPECTED_TOKEN', 'Unexpected empty item', { reason: 'there is a comma too many' }],
  ['UNEXPECTED_TOKEN', 'Block scalar header', { reason: 'no text may stand on the line of | or >' }],
]

/** What is wrong with a text as YAML, in the order of its lines: of what one mistake entails, the first. */
export function explainFaults(
  found: readonly ParserFault[],
  source: ConfigSource,
  startOfText: (offset: number) => number,
): readonly YamlFault[] {
  const faults = new Map<number, YamlFault>()
  for (const fault of found.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    // Whatever follows what should have been the end.
    if (faults.size > 0 && fault.message.includes('in YAML stream')) continue
    const offset = fault.message.startsWith('Missing closing') ? startOfText(fault.pos[0]) : fault.pos[0]
    const { line } = source.placeAt(offset)
    if (!faults.has(line)) faults.set(line, { ...explain(fault, offset, source.text), offset, derails: !LOCAL.has(fault.code) })
    if (fault.code === 'RESOURCE_EXHAUSTION') break
  }
  return [...faults.values()]
}

function explain({ code, message }: ParserFault, offset: number, text: string): Pick<YamlFault, 'reason' | 'hint'> {
  if (text.startsWith('${', offset - 1)) {
    return {
      reason: 'a variable in [ ] or { } has to stand in quotes',
      hint: 'Where it is to be a number, write the list with dashes, an item a line.',
    }
  }
  const said = SAID.find(([known, beginning]) => known === code && message.startsWith(beginning))?.[2]
  if (said === NO_COLON && text.startsWith('- ', offset)) return { reason: 'an item of a list stands among keys' }
  if (said !== undefined) return said
  if (message.startsWith('Unexpected') && message.includes('at node end')) {
    return { reason: 'this stands behind a value that has ended', hint: 'Put the whole value in quotes.' }
  }
  return { reason: message.charAt(0).toLowerCase() + message.slice(1) }
}
