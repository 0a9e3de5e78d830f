import { formatLocalTime } from '../internal/format-local-time.ts'
import type { JsonObject } from '../format/json-value.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

/** A count with its thousands apart: `12,345`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 point`, `12,345 points`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** A context as people write it: `split=val, fold=2`. */
export function contextText(context: JsonObject): string {
  return Object.entries(context)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}

/** A moment as the writer's clock had it, with its distance from UTC. Takes milliseconds since the epoch. */
export function momentText(time: number): Html {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return html`at a time that is not known`
  const offset = -date.getTimezoneOffset()
  const pad = (part: number): string => String(part).padStart(2, '0')
  const zone = `UTC${offset < 0 ? '\u2212' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  const zoneText = offset === 0 ? 'UTC' : zone
  return html`<time datetime="${date.toISOString()}">${formatLocalTime(date).slice(0, 19)} ${zoneText}</time>`
}

/** A text cut to a length, with a sentence about the rest. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, limit)}… (${countOf(text.length - limit, 'more character')})`
}

/** An argument as a POSIX shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
