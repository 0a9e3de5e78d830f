import type { JsonValue } from '../../format/json-value.ts'
import { isSameJson } from './is-same-json.ts'

/** What several have under a key. */
export interface LinedUp {
  readonly key: string
  /** One each, as tagged JSON; undefined where it has nothing, or nothing is known of it. */
  readonly cells: readonly (JsonValue | undefined)[]
  /** Whether all of which something is known have the same. */
  readonly isSame: boolean
}

/** Facts by their keys; null where nothing is known. */
export type Facts = ReadonlyMap<string, JsonValue> | null

/** Puts facts of several beside one another, in the order in which their keys come first. */
export function lineUp(all: readonly Facts[]): readonly LinedUp[] {
  const keys = new Set(all.flatMap((facts) => [...(facts?.keys() ?? [])]))
  return Array.from(keys, (key) => {
    const cells = all.map((facts) => facts?.get(key))
    const known = cells.filter((_, index) => all[index] !== null)
    return { key, cells, isSame: known.every((cell) => isSameCell(cell, known[0])) }
  })
}

function isSameCell(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one === undefined || other === undefined ? one === other : isSameJson(one, other)
}
