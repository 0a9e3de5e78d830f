import { parseHTML } from 'linkedom'
import { fromHtml } from '../../internal/svg-text.ts'
import { textWidth } from '../charts/text-width.ts'
import { escapeXml } from '../escape-xml.ts'

/** Pixels of text, of the square in a legend, and between what stands side by side. */
const FONT_SIZE = { h2: 20, h3: 14, other: 12 } as const
const [SWATCH, GAP] = [15, 6]

/** What is used of the DOM's elements. */
interface Tag {
  readonly tagName: string
  readonly textContent: string | null
  readonly outerHTML: string
  readonly parentElement: Tag | null
  readonly children: Iterable<Tag>
  querySelectorAll(selector: string): Iterable<Tag>
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
}

interface Stack {
  readonly parts: string[]
  width: number
  height: number
}

/**
 * A `<figure>` with more than a drawing as one SVG: Observable Plot writes title, subtitle, caption and legends of categories as
 * HTML around it. Null where there is no drawing in it, or more than these, which would be lost.
 */
export function stackFigure(html: string): string | null {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`) as {
    readonly document: { readonly body: Tag }
  }
  const drawings = [...document.body.querySelectorAll('svg')].map(sizeOf)
  if (drawings.length === 0) return null
  const stack: Stack = { parts: [], width: Math.max(...drawings.map(({ width }) => width)), height: 0 }
  const [root] = document.body.children
  const children = [...(root?.children ?? [])]
  if (!children.every(isKnown)) return null
  for (const child of children) addPart(stack, child)
  const { width, height, parts } = stack
  const style = `font-family="system-ui, sans-serif" font-size="${FONT_SIZE.other}" fill="currentColor"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${style}>${parts.join('')}</svg>`
}

/** Within a line of text. */
const INLINE: ReadonlySet<string> = new Set(['a', 'b', 'br', 'code', 'em', 'i', 'small', 'span', 'strong', 'sub', 'sup'])

function isKnown(element: Tag): boolean {
  const name = element.tagName.toLowerCase()
  if (name === 'svg' || name === 'style' || isLegend(element)) return true
  return ['h2', 'h3', 'p', 'figcaption'].includes(name) && [...element.querySelectorAll('*')].every(isInline)
}

function isInline({ tagName }: Tag): boolean {
  return INLINE.has(tagName.toLowerCase())
}

/** As Observable Plot makes them: squares or symbols, each with its text. */
function isLegend(element: Tag): boolean {
  return /(?:^|-|\s)swatches(?:\s|-|$)/.test(element.getAttribute('class') ?? '')
}

function addPart(stack: Stack, element: Tag): void {
  const name = element.tagName.toLowerCase()
  if (name === 'style') return
  if (name === 'svg') {
    stack.parts.push(placed(element, 0, stack.height))
    stack.height += sizeOf(element).height
    return
  }
  const entries = [...element.querySelectorAll('svg')].flatMap(({ parentElement }) => parentElement ?? [])
  if (isLegend(element)) addLegend(stack, entries)
  else addText(stack, textOf(element), name === 'h2' || name === 'h3' ? name : 'other')
}

function addText(stack: Stack, text: string, name: keyof typeof FONT_SIZE): void {
  if (text === '') return
  const size = FONT_SIZE[name]
  const weight = name === 'other' ? '' : ' font-weight="bold"'
  stack.height += size + GAP
  stack.width = Math.max(stack.width, Math.ceil(textWidth(text, size)))
  stack.parts.push(`<text y="${stack.height - GAP}" font-size="${size}"${weight}>${escapeXml(text)}</text>`)
  stack.height += GAP
}

/** Squares or symbols with what they stand for, side by side. */
function addLegend(stack: Stack, entries: readonly Tag[]): void {
  let x = 0
  stack.height += GAP
  for (const entry of entries) {
    const [swatch] = entry.querySelectorAll('svg')
    const text = textOf(entry)
    const width = SWATCH + GAP + Math.ceil(textWidth(text, FONT_SIZE.other)) + 2 * GAP
    if (x > 0 && x + width > stack.width) {
      x = 0
      stack.height += SWATCH + GAP
    }
    if (swatch !== undefined) stack.parts.push(placed(swatch, x, stack.height))
    stack.parts.push(`<text x="${x + SWATCH + GAP}" y="${stack.height + SWATCH - 3}">${escapeXml(text)}</text>`)
    x += width
  }
  stack.height += SWATCH + 2 * GAP
}

function textOf(element: Tag): string {
  return (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}

function placed(svg: Tag, x: number, y: number): string {
  const { width, height } = sizeOf(svg)
  for (const [name, value] of Object.entries({ x, y, width, height })) svg.setAttribute(name, String(value))
  return fromHtml(svg.outerHTML)
}

function sizeOf(svg: Tag): { readonly width: number; readonly height: number } {
  const [, , width, height] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number)
  return { width: pixels(svg.getAttribute('width')) ?? width ?? 640, height: pixels(svg.getAttribute('height')) ?? height ?? 400 }
}

function pixels(text: string | null): number | undefined {
  return text !== null && /^[\d.]+(?:px)?$/.test(text) ? Number.parseFloat(text) : undefined
}
