import type { VisualOptions } from '../api/visual.ts'

const UNITS = new Set(['ns', 'µs', 'us', 'ms', 's', 'sec', 'secs', 'second', 'seconds', 'min', 'minutes', 'h', 'hours'])
const WORDS = new Set([
  ...['time', 'times', 'timing', 'timings', 'duration', 'durations', 'elapsed', 'latency', 'latencies', 'runtime', 'wallclock'],
  ...['seconds', 'secs', 'sec', 'ms', 'millis', 'milliseconds', 'minutes', 'hours'],
])

/** Whether a series measures how long something took, by its unit, or a word of its name: `epoch/time`, `stepSeconds`. */
export function tellsTime(name: string, { unit }: Pick<VisualOptions, 'unit'>): boolean {
  if (unit !== undefined) return UNITS.has(unit)
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').split(/[^\p{L}]+/u)
  return words.some((word) => WORDS.has(word.toLowerCase()))
}
