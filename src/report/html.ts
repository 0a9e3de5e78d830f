import { escapeXml } from '../render/escape-xml.ts'

/** Markup that is safe to put into the page: made by `html`, which escapes everything else. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What can stand in markup. Texts are escaped; nothing is shown of null. */
export type Part = Html | string | number | null | readonly Part[]

/** Control characters, and those that turn the direction of text round: a name must not be able to disguise itself. */
// oxlint-disable-next-line no-misleading-character-class -- each of them is meant
const UNSHOWABLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g
/** Most texts have nothing to escape, and plots have many. */
const UNSAFE = new RegExp(`${UNSHOWABLE.source}|[&<>"']`)

/** A text as it is written in HTML, between tags and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  if (!UNSAFE.test(text)) return text
  return escapeXml(text.replace(UNSHOWABLE, '\ufffd')).replaceAll("'", '&#39;')
}

/** Markup from a template; attributes are to be written in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? ''
  for (const [i, part] of parts.entries()) text += write(part) + (strings[i + 1] ?? '')
  return new Html(text)
}

/** Markup that runlab wrote itself, as it is. */
export function raw(text: string): Html {
  return new Html(text)
}

/** Parts one after the other, with something between them. */
export function join(parts: readonly Part[], between: string): Html {
  return new Html(parts.map(write).join(escapeHtml(between)))
}

function write(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part instanceof Html ? part.text : part.map(write).join('')
}
