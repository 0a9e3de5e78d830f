import { Plot } from './plot.ts'

type Range = readonly [number, number]

/** Between two ticks, from short to long. */
const PERIODS = [
  'second',
  '5 seconds',
  '15 seconds',
  '30 seconds',
  'minute',
  '5 minutes',
  '15 minutes',
  '30 minutes',
  'hour',
  '3 hours',
  '6 hours',
  '12 hours',
  'day',
  '2 days',
  'week',
  'month',
  '3 months',
  '6 months',
  'year',
  '2 years',
  '5 years',
  '10 years',
  '20 years',
  '50 years',
  '100 years',
] as const
const DAY = 86_400_000
/** From here on ticks are months, with their years. */
const MONTHS = 60 * DAY

/** Ticks of a calendar, in milliseconds since the epoch, about as many as asked for: whole hours, days, months of UTC. */
export function dateTicks([min, max]: Range, count: number): readonly number[] {
  const ticksBy = (period: (typeof PERIODS)[number]): readonly number[] =>
    Plot.utcInterval(period)
      .range(new Date(Math.ceil(min)), new Date(Math.floor(max) + 1))
      .map(Number)
  // A range of a century has billions of seconds.
  const fitting = PERIODS.find((period) => (max - min) / roughly(period) <= count && ticksBy(period).length > 0)
  return fitting === undefined ? [min] : ticksBy(fitting)
}

/** Milliseconds of a period. */
function roughly(period: string): number {
  const [number, unit] = /^\d/.test(period) ? [Number.parseInt(period, 10), period.split(' ')[1]] : [1, period]
  const sizes = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY }
  return number * (sizes[(unit ?? '').replace(/s$/, '') as keyof typeof sizes] ?? DAY)
}

/** Ticks as text: the time, or at midnight the day; days, months, years where all of them are such. */
export function dateTexts(ticks: readonly number[]): readonly string[] {
  const dates = ticks.map((tick) => new Date(tick))
  if (dates.every((date) => date.getUTCMonth() === 0 && isFirst(date))) return dates.map((date) => String(date.getUTCFullYear()))
  if (dates.every(isFirst)) return dates.map((date) => `${monthOf(date)} ${date.getUTCFullYear()}`)
  const seconds = ticks.some((tick) => tick % 60_000 !== 0)
  return dates.map((date) => (isMidnight(date) ? dayOf(date) : date.toISOString().slice(11, seconds ? 19 : 16)))
}

/** What the texts at the ticks leave out: the days, the year, and that the clock is that of UTC. */
export function dateNote([min, max]: Range): string {
  const [from, to] = [new Date(min), new Date(max)]
  if (max - min > MONTHS) return 'UTC'
  if (max - min > 2 * DAY) return `${join(String(from.getUTCFullYear()), String(to.getUTCFullYear()))}, UTC`
  const [first, last] = [from, to].map((date) => `${dayOf(date)} ${date.getUTCFullYear()}`)
  return `${join(first ?? '', last ?? '')}, UTC`
}

function join(from: string, to: string): string {
  return from === to ? from : `${from} – ${to}`
}

function isMidnight(date: Date): boolean {
  return date.getTime() % DAY === 0
}

function isFirst(date: Date): boolean {
  return isMidnight(date) && date.getUTCDate() === 1
}

function monthOf(date: Date): string {
  return date.toLocaleDateString('en', { month: 'short', timeZone: 'UTC' })
}

function dayOf(date: Date): string {
  return `${date.getUTCDate()} ${monthOf(date)}`
}
