import { CHART_CLASS } from '../render/charts/wrap-chart.ts'
import { escapeHtml } from './html.ts'

export interface InlineOptions {
  /** Before every id, so that pictures of one page cannot take each other's. */
  readonly prefix: string
  /** What it shows, for who cannot see it. */
  readonly alt: string
}

const ELEMENTS = new Set(
  `svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath mask marker symbol use image
   linearGradient radialGradient stop pattern`.split(/\s+/),
)
/** Left out with all that is in them. */
const SKIPPED = new Set(['style', 'metadata', 'title', 'desc'])

const ATTRIBUTES = new Set(
  `alignment-baseline baseline-shift clip-path clip-rule clipPathUnits color cx cy d display dominant-baseline dx dy fill
   fill-opacity fill-rule font-family font-size font-style font-variant font-weight fr fx fy gradientTransform gradientUnits
   height href id image-rendering lengthAdjust letter-spacing marker-end marker-mid marker-start markerHeight markerUnits
   markerWidth mask maskContentUnits maskUnits offset opacity orient paint-order pathLength patternContentUnits
   patternTransform patternUnits points preserveAspectRatio r refX refY rotate rx ry shape-rendering spreadMethod stop-color
   stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
   stroke-width text-anchor text-decoration text-rendering textLength transform transform-origin vector-effect viewBox
   visibility width word-spacing writing-mode x x1 x2 y y1 y2`.split(/\s+/),
)
const STYLES = new Set(['mix-blend-mode', 'white-space', 'font-variant-numeric', 'font-variant', 'font-weight', 'paint-order'])

const TOKEN =
  /<!--[\s\S]*?-->|<\?xml[^<>]*\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)|([\s\S])/g
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/

/**
 * SVG as it can stand in the page: written anew from elements and attributes that can only draw. Null where it has anything
 * else that could do more (scripts, foreign objects, animation, other documents), or is no well-formed SVG.
 */
export function inlineSvg(svg: string, options: InlineOptions): string | null {
  const out: string[] = []
  const open: string[] = []
  let skipped = 0
  let isClosed = false
  for (const [token, slash, name, attributes, empty, text, odd] of svg.replace(/^\ufeff/, '').matchAll(TOKEN)) {
    if (odd !== undefined) return null
    if (text !== undefined) {
      if (open.length === 0 && text.trim() !== '') return null
      if (skipped === 0 && open.length > 0) out.push(escapeHtml(decodeEntities(text)))
      continue
    }
    if (name === undefined || token.startsWith('<!') || token.startsWith('<?')) continue
    if (slash === '/') {
      if (open.pop() !== name) return null
      if (skipped > 0) skipped -= 1
      else out.push(`</${name}>`)
      isClosed = open.length === 0
      continue
    }
    if (isClosed || (open.length === 0) !== (name === 'svg' && out.length === 0)) return null
    const isSkipped = skipped > 0 || SKIPPED.has(name)
    if (!isSkipped && !ELEMENTS.has(name)) return null
    if (!isSkipped)
      out.push(
        `<${name}${open.length === 0 ? rootOf(attributes ?? '', options) : ''}${writeAttributes(attributes ?? '', options)}>`,
      )
    if (empty === '/') {
      if (!isSkipped) out.push(`</${name}>`)
      isClosed = open.length === 0
      continue
    }
    open.push(name)
    if (isSkipped) skipped += 1
  }
  return isClosed ? out.join('') : null
}

const OWN = ` class="${CHART_CLASS}"`

/** Of all classes only the one by which charts of ours are known. */
function rootOf(attributes: string, { alt }: InlineOptions): string {
  const isOwn = [...attributes.matchAll(ATTRIBUTE)].some(([, name, value]) => name === 'class' && value === CHART_CLASS)
  return `${isOwn ? OWN : ''} role="img" aria-label="${escapeHtml(alt)}"`
}

/** Whether what `inlineSvg` gave is a chart of ours: its colours are known, and have their like on a dark page. */
export function isOwnChart(inlined: string): boolean {
  return inlined.startsWith(`<svg${OWN}`)
}

function writeAttributes(text: string, { prefix }: InlineOptions): string {
  let written = ''
  for (const [, found = '', double, single] of text.matchAll(ATTRIBUTE)) {
    const name = found === 'xlink:href' ? 'href' : found
    const value = safeValue(name, decodeEntities(double ?? single ?? ''), prefix)
    if (value !== null) written += ` ${name}="${escapeHtml(value)}"`
  }
  return written
}

/** The value as it may be written; null to leave the attribute out. */
function safeValue(name: string, value: string, prefix: string): string | null {
  if (name === 'style') return safeStyle(value)
  if (!ATTRIBUTES.has(name)) return null
  if (name === 'id') return `${prefix}${value}`
  if (name === 'href') return value.startsWith('#') ? `#${prefix}${value.slice(1)}` : PICTURE.test(value) ? value : null
  if (!/url|\\|@|image|src|var|attr|env/i.test(value)) return value
  const local = /^url\(\s*["']?#([\w:.-]+)["']?\s*\)(?:\s+(none|#[\da-f]{3,8}|[a-z]+))?$/i.exec(value.trim())
  if (local !== null) return `url(#${prefix}${local[1]})${local[2] === undefined ? '' : ` ${local[2]}`}`
  return name === 'font-family' && !/[\\@(]/.test(value) ? value : null
}

function safeStyle(value: string): string | null {
  const kept = value.split(';').filter((declaration) => {
    const [name = '', setting = ''] = declaration.split(':').map((part) => part.trim())
    return STYLES.has(name) && /^[\w -]+$/.test(setting)
  })
  return kept.length === 0 ? null : kept.map((declaration) => declaration.trim()).join('; ')
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text that stands for itself and for XML's own entities; others stay as they were written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (all, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? all
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}
