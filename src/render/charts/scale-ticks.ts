import { linearTicks } from './linear-ticks.ts'
import { numberText, wholeText } from './number-text.ts'

/** Ticks of a logarithmic scale: powers of ten, with 2 and 5 times those where there are few. */
export function logTicks([min, max]: readonly [number, number]): readonly number[] {
  const [low, high] = [Math.ceil(Math.log10(min)), Math.floor(Math.log10(max))]
  const stride = Math.max(1, Math.ceil((high - low) / 7))
  const ticks: number[] = []
  for (let power = low - 1; power <= high; power++) {
    for (const factor of high - low < 3 ? [1, 2, 5] : [1]) {
      const tick = factor * 10 ** power
      if (tick >= min && tick <= max && power % stride === 0) ticks.push(tick)
    }
  }
  return ticks.length < 2 ? linearTicks([min, max], 5) : ticks
}

/** How many powers of ten are ticks on one side of 0. */
const MOST_POWERS = 4
/** How many texts have room above one another. */
const MOST_TICKS = 16

/** Ticks of a scale that is logarithmic on both sides of 0: this, and powers of ten from where it is no longer linear. */
export function symmetricTicks([min, max]: readonly [number, number], logBeyond: number): readonly number[] {
  const low = Math.round(Math.log10(logBeyond))
  const stride = Math.max(1, Math.ceil((Math.floor(Math.log10(Math.max(max, -min))) - low) / MOST_POWERS))
  const place = (value: number): number => Math.sign(value) * Math.log10(1 + Math.abs(value) / logBeyond)
  const apart = min > 0 || max < 0 ? 0 : (place(max) - place(min)) / MOST_TICKS
  const powers = Array.from({ length: MOST_POWERS + 1 }, (_, i) => 10 ** (low + i * stride)).filter(
    (power) => place(power) >= apart,
  )
  const ticks = [...powers.map((power) => -power).reverse(), 0, ...powers].filter((tick) => tick >= min && tick <= max)
  return ticks.length < 2 ? linearTicks([min, max], 5) : ticks
}

/** Digits with which a power of ten is easier to read than the whole number. */
const MOST_IN_POWERS = 7

/** Ticks as text, with as many digits as it takes to tell them apart. */
export function tickTexts(ticks: readonly number[]): readonly string[] {
  for (let digits = 3; digits < 17; digits++) {
    if (digits === MOST_IN_POWERS && ticks.every(Number.isSafeInteger)) return ticks.map(wholeText)
    const texts = ticks.map((tick) => numberText(tick, digits))
    const isExact = ticks.every((tick) => Math.abs(Number(tick.toPrecision(digits)) - tick) <= Math.abs(tick) * 1e-9)
    if (isExact && new Set(texts).size === texts.length) return texts
  }
  return ticks.map((tick) => numberText(tick, 6))
}

/** Milliseconds as the unit in which they are best told. */
export function timeUnit(milliseconds: number): { readonly name: string; readonly size: number } {
  const units = [
    { name: 's', size: 1000, most: 180 },
    { name: 'min', size: 60_000, most: 180 },
    { name: 'h', size: 3_600_000, most: 96 },
  ]
  return units.find(({ size, most }) => milliseconds <= size * most) ?? { name: 'days', size: 86_400_000 }
}
