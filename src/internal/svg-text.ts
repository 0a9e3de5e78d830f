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

/** The one `<svg>` of a `<figure>` in which there is nothing else to see; null where there is. */
export function svgAlone(html: string): string | null {
  const start = html.search(/<svg[\s/>]/)
  const end = html.lastIndexOf('</svg>') + '</svg>'.length
  if (start === -1) return null
  const beside = `${html.slice(0, start)}${html.slice(end)}`
  return onlyOneRoot(html.slice(start, end)) && !isVisible(beside) ? html.slice(start, end) : null
}

/** Whether the first `<svg>` ends where the text does, and not before. */
function onlyOneRoot(text: string): boolean {
  let depth = 0
  for (const { 0: tag, index } of text.matchAll(/<svg[\s/>]|<\/svg>/g)) {
    depth += tag === '</svg>' ? -1 : 1
    if (depth === 0) return index + tag.length === text.length
  }
  return false
}

/** Whether there is anything but the figure's own tags and styles. */
function isVisible(html: string): boolean {
  return html.replaceAll(/<style[\s>][^]*?<\/style>|<\/?figure(?:\s[^>]*)?>/g, '').trim() !== ''
}
