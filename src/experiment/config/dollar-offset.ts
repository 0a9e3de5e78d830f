import type { YamlScalar } from './yaml-tree.ts'

/** Escapes are looked at as wholes, so that the backslash of `\\` begins none. */
const IN_DOUBLE_QUOTES = /\\(?:x24|u0024|U00000024|[^])|\$/g

/** Where in a file the dollar sign of a scalar stands that has `count` before it. */
export function dollarOffset(text: string, scalar: YamlScalar, count: number): number {
  const written = text.slice(scalar.start, scalar.end)
  // Behind | or > a comment may stand.
  const from = scalar.style === 'block' ? written.search(/[\r\n]/) : 0
  const dollars =
    scalar.style === 'double'
      ? Array.from(written.matchAll(IN_DOUBLE_QUOTES)).filter(([found]) => found === '$' || found.endsWith('24'))
      : Array.from(written.slice(from).matchAll(/\$/g))
  return scalar.start + from + (dollars[count]?.index ?? 0)
}
