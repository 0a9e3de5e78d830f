import { runlabError } from '../errors.ts'
import { drawUpTo } from './draw-integer.ts'
import type { Generator } from './generator.ts'
import { unexpectedArgument } from './unexpected-argument.ts'

/** One item. Throws RANDOM_RANGE when there is none. */
export function drawChoice<T>(generator: Generator, items: readonly T[]): T {
  checkItems('choice', items)
  if (items.length === 0) throw runlabError('RANDOM_RANGE', { method: 'choice', reason: 'there are no items to choose from' })
  return items[drawUpTo(generator, items.length - 1)] as T
}

/** A copy in random order. R. Durstenfeld, "Algorithm 235: Random permutation", Communications of the ACM 7(7), 1964. */
export function drawShuffled<T>(generator: Generator, items: readonly T[]): T[] {
  checkItems('shuffle', items)
  const shuffled = Array.from(items)
  for (let last = shuffled.length - 1; last > 0; last--) swap(shuffled, last, drawUpTo(generator, last))
  return shuffled
}

/** The first `count` items of a shuffle. Throws RANDOM_RANGE unless there are so many. */
export function drawSample<T>(generator: Generator, items: readonly T[], count: number): T[] {
  checkItems('sample', items)
  if (!(Number.isInteger(count) && count >= 0 && count <= items.length)) {
    const expected = `a whole number from 0 to ${items.length}, the number of items`
    throw unexpectedArgument({ method: 'sample', name: 'count', value: count, expected })
  }
  // Both give the same sample. A copy of the items is faster when most of them are wanted.
  return count * 8 < items.length ? sampleSparsely(generator, items, count) : sampleCopy(generator, items, count)
}

function sampleCopy<T>(generator: Generator, items: readonly T[], count: number): T[] {
  const pool = Array.from(items)
  for (let index = 0; index < count; index++) swap(pool, index, index + drawUpTo(generator, pool.length - 1 - index))
  return pool.slice(0, count)
}

/** Keeps only the places whose item is no longer the one it was: memory for `count` items, however many there are. */
function sampleSparsely<T>(generator: Generator, items: readonly T[], count: number): T[] {
  const moved = new Map<number, number>()
  const sample: T[] = []
  for (let index = 0; index < count; index++) {
    const taken = index + drawUpTo(generator, items.length - 1 - index)
    sample.push(items[moved.get(taken) ?? taken] as T)
    moved.set(taken, moved.get(index) ?? index)
  }
  return sample
}

function swap<T>(items: T[], one: number, other: number): void {
  const item = items[one] as T
  items[one] = items[other] as T
  items[other] = item
}

function checkItems(method: string, items: unknown): void {
  const isList = Array.isArray(items) || (ArrayBuffer.isView(items) && 'length' in items)
  if (!isList) throw unexpectedArgument({ method, name: 'the list', value: items, expected: 'an array' })
}
