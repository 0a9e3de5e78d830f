import type { ParameterMeta, RunMeta } from '../../format/meta.ts'
import { isUnsetSecret } from '../../render/secret-text.ts'
import { compareMaps } from './compare-maps.ts'
import type { Pair } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import { isSameJson } from './is-same-json.ts'
import { numberDifference } from './number-difference.ts'
import type { ParameterDifference } from './run-diff.ts'

/** Parameters by name: what they were, whoever set them to that. */
export function compareParameters(before: RunMeta, after: RunMeta): Comparison<ParameterDifference> {
  const pairs = compareMaps({
    before: new Map(Object.entries(before.parameters)),
    after: new Map(Object.entries(after.parameters)),
    isSame: (one, other) => isSameJson(one.value, other.value),
  })
  return { entries: pairs.map(differenceOf), notes: [] }
}

function differenceOf({ key, state, before, after }: Pair<ParameterMeta>): ParameterDifference {
  const redacted = before?.redacted === true || after?.redacted === true
  const sources = { beforeSource: before?.source ?? null, afterSource: after?.source ?? null }
  if (redacted) {
    const known = before !== null && after !== null ? 'not compared' : state
    const unset = { beforeUnset: before !== null && isUnsetSecret(before), afterUnset: after !== null && isUnsetSecret(after) }
    return { name: key, state: known, before: null, after: null, ...sources, difference: null, redacted, ...unset }
  }
  const values = { before: before?.value ?? null, after: after?.value ?? null }
  return { name: key, state, ...values, ...sources, difference: differenceIn(state, values.before, values.after), redacted }
}

function differenceIn(state: Pair<ParameterMeta>['state'], before: ParameterMeta['value'], after: ParameterMeta['value']) {
  return state === 'changed' ? numberDifference(before, after) : null
}
