import { textWidth } from './text-width.ts'
import { FONT_SIZE } from './theme.ts'

/** Between the parts of a name, which are left out or kept as a whole. */
const SEPARATOR = /[,/ ]/
/** The parts of a context, `temperature=2.3,seed=1`. */
const PART = /^([^=,\s]+)=([^=,]*)$/

export interface ShortNames {
  readonly names: readonly string[]
  /** What the names have the values of, where they leave it out: `temperature, seed`. */
  readonly keys: string | null
}

/**
 * Names of lines in at most so many pixels each: where one is longer, without the beginning and the end that all of them have in
 * common, without the keys that all of them have, and cut in the middle if need be.
 */
export function shortNames(names: readonly string[], pixels: readonly number[]): ShortNames {
  const doFit = (all: readonly string[]): boolean => all.every((name, i) => textWidth(name, FONT_SIZE) <= (pixels[i] as number))
  const different = differing(names)
  const values = valuesOf(names)
  if (names.length === 1 || doFit(names)) return { names: cutAll(names), keys: null }
  if (doFit(different) || values === null) return { names: cutAll(different), keys: null }
  return { ...values, names: cutAll(values.names) }

  function cutAll(all: readonly string[]): readonly string[] {
    return all.map((name, i) => cut(name, pixels[i] as number))
  }
}

/** The values of names that are all made of the same keys, but for those that have one value everywhere. */
function valuesOf(names: readonly string[]): ShortNames | null {
  const parts = names.map((name) => name.split(',').map((part) => PART.exec(part)))
  const [first = []] = parts
  const keys = first.map((part) => part?.[1] ?? '')
  const isAlike = parts.every((all) => all.length === keys.length && all.every((part, i) => part?.[1] === keys[i]))
  if (!isAlike || keys.includes('')) return null
  const kept = keys.flatMap((_, i) => (parts.some((all) => all[i]?.[2] !== first[i]?.[2]) ? [i] : []))
  return {
    names: parts.map((all) => kept.map((i) => all[i]?.[2] ?? '').join(', ')),
    keys: kept.map((i) => keys[i] ?? '').join(', '),
  }
}

/** Cut in the middle: what tells lines apart is at the beginning or the end. */
function cut(name: string, pixels: number): string {
  const letters = Array.from(name)
  let kept = letters.length
  const short = (): string =>
    `${letters.slice(0, Math.ceil(kept / 2)).join('')}…${letters.slice(letters.length - Math.floor(kept / 2)).join('')}`
  if (textWidth(name, FONT_SIZE) <= pixels) return name
  while (kept > 2 && textWidth(short(), FONT_SIZE) > pixels) kept--
  return short()
}

function differing(names: readonly string[]): readonly string[] {
  const letters = names.map((name) => Array.from(name))
  const shortest = Math.min(...letters.map(({ length }) => length))
  const [first = []] = letters
  const same = (at: (name: readonly string[]) => string | undefined): boolean => letters.every((name) => at(name) === at(first))
  let before = 0
  while (before < shortest && same((name) => name[before])) before++
  let after = 0
  while (after < shortest - before && same((name) => name.at(-1 - after))) after++
  let from = before
  while (from > 0 && !SEPARATOR.test(first[from - 1] as string)) from--
  let to = after
  while (to > 0 && !SEPARATOR.test(first.at(-to) as string)) to--
  return letters.map((name) => `${from > 0 ? '…' : ''}${name.slice(from, name.length - to).join('')}${to > 0 ? '…' : ''}`)
}
