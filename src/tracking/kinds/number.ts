import { Misfit } from './kind.ts'

const LONGEST = 40

/** Whether a value is kept as a number: numbers, BigInts, and booleans as 1 and 0. */
export function isNumber(value: unknown): value is number | bigint | boolean {
  const type = typeof value
  return type === 'number' || type === 'bigint' || type === 'boolean'
}

/** The double that is kept. Throws Misfit for a BigInt that no double holds exactly. */
export function toNumber(value: number | bigint | boolean): number {
  if (typeof value !== 'bigint') return Number(value)
  const number = Number(value)
  if (!Number.isFinite(number) || BigInt(number) !== value)
    throw new Misfit(`no double holds the BigInt ${shortened(value)} exactly`)
  return number
}

function shortened(value: bigint): string {
  const text = String(value)
  return text.length <= LONGEST ? text : `${text.slice(0, 20)}… (${text.replace('-', '').length} digits)`
}
