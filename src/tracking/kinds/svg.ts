import { fromHtml, isElement, svgRoot, withNamespaces } from '../../internal/svg-text.ts'
import { Misfit } from './kind.ts'
import type { Surroundings, Written } from './kind.ts'
import { isPathOf, openSource } from './media-source.ts'

/** Whether a value is SVG: text, an element, or the path of an existing `.svg` file. */
export function isSvg(value: unknown): boolean {
  if (typeof value === 'string') return svgRoot(value) !== -1 || isPathOf(['svg'], value)
  return elementName(value) === 'svg'
}

/** The tag of an element in lower case; null for a value that is none. */
export function elementName(value: unknown): string | null {
  if (!isElement(value)) return null
  // Asked first: `outerHTML` writes out all that is in the element.
  if ('tagName' in value && typeof value.tagName === 'string') return value.tagName.toLowerCase()
  if (typeof value.outerHTML !== 'string') return null
  return /^\s*<([a-z][^\s/>]*)/i.exec(value.outerHTML)?.[1]?.toLowerCase() ?? null
}

/** What is kept of a value for which `isSvg` holds. */
export function writeSvg(value: unknown, surroundings: Surroundings): Written {
  if (isElement(value)) return svgFile(fromHtml(value.outerHTML))
  if (typeof value === 'string' && svgRoot(value) !== -1) return svgFile(value)
  const { head, content, subject } = openSource(value, surroundings)
  if (svgRoot(new TextDecoder().decode(head)) === -1) throw new Misfit(`${subject} is no SVG`)
  return { data: { format: 'svg' }, file: { extension: 'svg', content } }
}

/** A file of SVG that stands for itself: with the namespaces it needs, which inside of HTML go without saying. */
export function svgFile(text: string): Written {
  const svg = withNamespaces(text)
  if (svg === null) throw new Misfit('its outerHTML is no SVG')
  return { data: { format: 'svg' }, file: { extension: 'svg', content: { type: 'bytes', bytes: Buffer.from(svg) } } }
}
