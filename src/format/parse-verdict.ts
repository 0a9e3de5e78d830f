import { flag, fieldsOf, json, listOf, number, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { isJsonObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import type { FirstDifference, LargestDeviation, OutcomeItem, Suspect, Verdict, VerdictRun } from './verdict.ts'

export const verdictClass = oneOf('identical', 'within tolerance', 'different')
const itemClass = oneOf('identical', 'within tolerance', 'different', 'ignored')
const outcomePart = oneOf('ending', 'value', 'series', 'artifact')
const suspectPart = oneOf('seed', 'parameter', 'code', 'package', 'node', 'machine', 'variable')
const numberOrNull = orNull(number)
const textOrNull = orNull(text)

/** `.runlab/verdict.json`. Throws ARCHIVE_FORMAT. */
export const parseVerdict: Parse<Verdict> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    verdict: read('verdict', verdictClass),
    original: read('original', verdictRun),
    repeated: read('repeated', verdictRun),
    counts: read('counts', (counts, at) => {
      const count = fieldsOf(counts, at)
      return {
        identical: count('identical', number),
        'within tolerance': count('within tolerance', number),
        different: count('different', number),
        ignored: count('ignored', number),
      }
    }),
    items: read('items', listOf(outcomeItem)),
    firstStep: read('firstStep', orNull(firstStep)),
    suspects: read('suspects', listOf(suspect)),
    notes: read('notes', listOf(text)),
  }
}

const verdictRun: Parse<VerdictRun> = (value, place) => {
  const read = fieldsOf(value, place)
  return { namespace: read('namespace', text), name: read('name', text), status: read('status', text) }
}

const contextOrNull: Parse<JsonObject | null> = (value, place) => {
  const found = json(value, place)
  return isJsonObject(found) ? found : null
}

const firstStep: Parse<NonNullable<Verdict['firstStep']>> = (value, place) => {
  const read = fieldsOf(value, place)
  return { series: read('series', text), context: read('context', contextOrNull), step: read('step', number) }
}

const outcomeItem: Parse<OutcomeItem> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    part: read('part', outcomePart),
    name: read('name', text),
    context: read('context', contextOrNull),
    kind: read('kind', textOrNull),
    verdict: read('verdict', itemClass),
    reason: read('reason', textOrNull),
    first: read('first', orNull(firstDifference)),
    largest: read('largest', orNull(largestDeviation)),
    differing: read('differing', number),
    total: read('total', number),
    tolerance: read('tolerance', textOrNull),
  }
}

const firstDifference: Parse<FirstDifference> = (value, place) => {
  const read = fieldsOf(value, place)
  return { step: read('step', numberOrNull), at: read('at', text), before: read('before', json), after: read('after', json) }
}

const largestDeviation: Parse<LargestDeviation> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    absolute: read('absolute', number),
    relative: read('relative', numberOrNull),
    step: read('step', numberOrNull),
    at: read('at', text),
  }
}

const suspect: Parse<Suspect> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    part: read('part', suspectPart),
    name: read('name', text),
    before: read('before', textOrNull),
    after: read('after', textOrNull),
    touched: read('touched', flag),
  }
}
