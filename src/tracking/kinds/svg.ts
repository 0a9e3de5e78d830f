import { Misfit } from './kind.ts'
import type { Surroundings, Written } from './kind.ts'
import { isPathOf, openSource } from './media-source.ts'

/** An element of whatever DOM, as Observable Plot and D3 make them. */
export interface SvgElement {
  readonly outerHTML: string
}

const ENTITIES_OF_HTML = /&nbsp;/g

/** Whether a value is SVG: text, an element, or the path of an existing `.svg` file. */
export function isSvg(value: unknown): boolean {
  if (typeof value === 'string') return rootOf(value) !== -1 || isPathOf(['svg'], value)
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

export function isElement(value: unknown): value is SvgElement {
  return typeof value === 'object' && value !== null && 'outerHTML' in value
}

/** What is kept of a value for which `isSvg` holds. */
export function writeSvg(value: unknown, surroundings: Surroundings): Written {
  if (isElement(value)) return svgFile(fromHtml(value.outerHTML))
  if (typeof value === 'string' && rootOf(value) !== -1) return svgFile(value)
  const { head, content, subject } = openSource(value, surroundings)
  if (rootOf(new TextDecoder().decode(head)) === -1) throw new Misfit(`${subject} is no SVG`)
  return { data: { format: 'svg' }, file: { extension: 'svg', content } }
}

/** A file of SVG that stands for itself: with the namespaces it needs, which inside of HTML go without saying. */
export function svgFile(text: string): Written {
  const root = rootOf(text)
  if (root === -1) throw new Misfit('its outerHTML is no SVG')
  const tag = text.slice(root, endOfTag(text, root))
  const missing =
    (/\sxmlns\s*=/.test(tag) ? '' : ' xmlns="http://www.w3.org/2000/svg"') +
    (/\sxmlns:xlink\s*=/.test(tag) || !/\sxlink:/.test(text) ? '' : ' xmlns:xlink="http://www.w3.org/1999/xlink"')
  const at = root + '<svg'.length
  const bytes = Buffer.from(text.slice(0, at) + missing + text.slice(at))
  return { data: { format: 'svg' }, file: { extension: 'svg', content: { type: 'bytes', bytes } } }
}

/** The one entity that HTML writes and XML does not know. */
export function fromHtml(html: string): string {
  return html.replace(ENTITIES_OF_HTML, '&#160;').trim()
}

/** Where the root `<svg` begins, behind declaration, comments and doctype; -1 when the text is no SVG. */
function rootOf(text: string): number {
  let at = behindSpace(text, 0)
  while (text.startsWith('<?', at) || text.startsWith('<!', at)) {
    const end = behindProlog(text, at)
    if (end === -1) return -1
    at = behindSpace(text, end)
  }
  return /^<svg[\s/>]/.test(text.slice(at, at + 5)) ? at : -1
}

function behindSpace(text: string, at: number): number {
  const space = /\s*/y
  space.lastIndex = at
  return at + (space.exec(text)?.[0].length ?? 0)
}

function behindProlog(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4)
  if (text.startsWith('<?', at)) return behind(text, '?>', at)
  const end = text.indexOf('>', at)
  const subset = text.indexOf('[', at) // of a doctype, with declarations of its own
  return subset !== -1 && subset < end ? behind(text, ']>', subset) : end + Number(end !== -1)
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? -1 : at + mark.length
}

function endOfTag(text: string, from: number): number {
  let quote = ''
  for (let i = from; i < text.length; i++) {
    const character = text.charAt(i)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return i
  }
  return text.length
}
