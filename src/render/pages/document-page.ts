import type { TextDocument } from '../../api/visual.ts'
import { escapeXml } from '../escape-xml.ts'
import { numberText } from '../charts/number-text.ts'
import { page } from './page.ts'

/** Texts on a page, and letters of all together; the file beside it has all of them. */
const MOST_ENTRIES = 1000
const MOST_LETTERS = 1_000_000

export interface CompiledDocument {
  readonly html: string
  /** Plain text, each entry below a line with its step and time. */
  readonly text: string
  readonly alt: string
}

/** Texts with their steps as a page to look at, and as plain text. */
export function compileDocument({ title, step: name = 'step', entries: given }: TextDocument): CompiledDocument {
  const entries = [...given]
  const heads = entries.map(({ step, time }) => `${name} ${numberText(step, 9)} · ${isoTime(time)}`)
  const size = `${entries.length.toLocaleString('en')} ${entries.length === 1 ? 'text' : 'texts'}.`
  const alt = `${title}: ${size}`
  const shown: string[] = []
  let letters = 0
  for (const [i, { text }] of entries.entries()) {
    if (i === MOST_ENTRIES || (letters += text.length) > MOST_LETTERS) break
    shown.push(`<section><h2>${escapeXml(heads[i] ?? '')}</h2><pre>${escapeXml(text)}</pre></section>`)
  }
  const cut = shown.length < entries.length ? ` Shown are the first ${shown.length}; the text file beside it has all.` : ''
  const text = entries.map((entry, i) => `── ${heads[i]} ──\n${entry.text}\n\n`).join('')
  return { html: page({ title, about: `${size}${cut}`, body: shown.join('\n') }), text, alt }
}

/** Shortened to the second. */
function isoTime(time: number): string {
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? `${new Date(time).toISOString().slice(0, 19)}Z` : String(time)
}
