/** An element of whatever DOM, as Observable Plot and D3 make them. */
export interface SvgElement {
  readonly outerHTML: string
}

export function isElement(value: unknown): value is SvgElement {
  return typeof value === 'object' && value !== null && 'outerHTML' in value
}

const ENTITIES_OF_HTML = /&nbsp;/g

/** The one entity that HTML writes and XML does not know. */
export function fromHtml(html: string): string {
  return html.replace(ENTITIES_OF_HTML, '&#160;').trim()
}

/** With the namespaces that SVG needs as a file, and which inside of HTML go without saying. Null for text that is no SVG. */
export function withNamespaces(text: string): string | null {
  const root = svgRoot(text)
  if (root === -1) return null
  const tag = text.slice(root, endOfTag(text, root))
  const missing =
    (/\sxmlns\s*=/.test(tag) ? '' : ' xmlns="http://www.w3.org/2000/svg"') +
    (/\sxmlns:xlink\s*=/.test(tag) || !/\sxlink:/.test(text) ? '' : ' xmlns:xlink="http://www.w3.org/1999/xlink"')
  const at = root + '<svg'.length
  return text.slice(0, at) + missing + text.slice(at)
}

/** Where the root `<svg` begins, behind declaration, comments and doctype; -1 when the text is no SVG. */
export function svgRoot(text: string): number {
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
