import type { RandomState } from '../api/random.ts'
import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import type { StateWords } from './generator.ts'

const ALGORITHM = 'xoshiro128**'

export function stateOfWords(words: StateWords): RandomState {
  return { algorithm: ALGORITHM, words }
}

/** The words of a state that was kept somewhere. Throws RANDOM_STATE. */
export function wordsOfState(state: unknown): StateWords {
  if (!isPlainObject(state)) throw invalid(`it is ${describeValue(state)}`)
  const { algorithm, words } = state
  if (algorithm !== ALGORITHM) {
    const got = typeof algorithm === 'string' ? JSON.stringify(algorithm) : describeValue(algorithm)
    throw invalid(`its algorithm is ${got}, expected "${ALGORITHM}"`)
  }
  if (!Array.isArray(words) || words.length !== 4) throw invalid('its words are not an array of four numbers')
  const [a, b, c, d]: unknown[] = words
  if (!isWord(a) || !isWord(b) || !isWord(c) || !isWord(d)) {
    throw invalid('its words are not whole numbers from 0 to 4294967295')
  }
  if ((a | b | c | d) === 0) throw invalid('its words are all zero')
  return [a, b, c, d]
}

function isWord(value: unknown): value is number {
  return typeof value === 'number' && value >>> 0 === value
}

function invalid(reason: string): Error {
  return runlabError('RANDOM_STATE', { reason })
}
