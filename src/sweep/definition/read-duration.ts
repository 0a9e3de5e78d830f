import { runlabError } from '../../errors.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600, d: 86_400 }

/** Seconds of `8h`, `30min`, `1h30min`, `2d`; a number alone is seconds. Throws FLAG_INVALID. */
export function readDuration(flag: string, text: string): number {
  const compact = text.replaceAll(' ', '')
  const parts = [...compact.matchAll(/(\d+(?:\.\d+)?)(sec|s|min|m|h|d)/g)]
  const isWhole = parts.map(([part]) => part).join('') === compact
  const seconds = /^\d+(?:\.\d+)?$/.test(compact)
    ? Number(compact)
    : parts.reduce((sum, [, number = '', unit = '']) => sum + Number(number) * (UNITS[unit] ?? Number.NaN), 0)
  if ((isWhole || parts.length === 0) && seconds > 0) return seconds
  throw runlabError('FLAG_INVALID', { flag, value: JSON.stringify(text), expected: 'a time like 8h, 30min, 1h30min or 90s' })
}
