import { textWidth } from './text-width.ts'
import { FONT_SIZE } from './theme.ts'

/** Between the parts of a name, which are left out or kept as a whole. */
const SEPARATOR = /[,/ ]/

/**
 * Names of lines in at most so many pixels each: where one is longer, without the beginning and the end that all of them have in
 * common, and cut in the middle if need be.
 */
export function shortNames(names: readonly string[], pixels: readonly number[]): readonly string[] {
  const fit = (all: readonly string[]): readonly string[] => all.map((name, i) => cut(name, pixels[i] as number))
  const short = fit(names)
  return names.length === 1 || short.every((name, i) => name === names[i]) ? short : fit(differing(names))
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
