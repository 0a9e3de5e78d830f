import { RunlabError, runlabError } from '../errors.ts'
import { readTolerances } from '../format/tolerance.ts'
import type { DeclaredTolerance } from '../format/tolerance.ts'

const EXAMPLE = "Write: verify: { 'loss/*': { relative: 1e-6 }, 'timing/*': 'ignore', 'curve.png': 'pixels' }"

/** `verify` of a definition. Throws DEFINITION_INVALID. */
export function checkVerify(given: Readonly<Record<string, unknown>>): readonly DeclaredTolerance[] {
  try {
    const rules = readTolerances(given)
    return rules.map(({ pattern, how, relative, absolute }) => ({ name: pattern, how, relative, absolute }))
  } catch (error) {
    if (!(error instanceof RunlabError) || error.code !== 'TOLERANCE_INVALID') throw error
    throw runlabError('DEFINITION_INVALID', { name: 'verify', what: String(error.message).replace(/\.$/, ''), hint: EXAMPLE })
  }
}
