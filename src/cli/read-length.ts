import { runlabError } from '../errors.ts'

const MILLIMETRES = { mm: 1, cm: 10, in: 25.4, pt: 25.4 / 72 } as const

/** A length as `85mm`, `8.5cm`, `3.3in` or `8pt`, in the unit that is asked for, which a number alone has. Throws FLAG_INVALID. */
export function readLength(flag: string, text: string | undefined, unit: 'mm' | 'pt'): number | undefined {
  if (text === undefined) return undefined
  const [, number = '', given = unit] = /^(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)?$/.exec(text.trim()) ?? []
  const length = (Number(number) * MILLIMETRES[given as keyof typeof MILLIMETRES]) / MILLIMETRES[unit]
  const most = unit === 'pt' ? 100 : 2000
  if (number !== '' && length > 0 && length <= most) return length
  const expected = unit === 'pt' ? 'a size up to 100pt: 8pt' : 'a length up to 2000mm: 85mm, 8.5cm or 3.3in'
  throw runlabError('FLAG_INVALID', { flag, value: JSON.stringify(text), expected })
}
