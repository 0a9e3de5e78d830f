/** What all libraries record: runs of a study, ten seeds of each setting. */
import { writeFileSync } from 'node:fs'

const SEEDS = 10
const [PARAMETERS, VALUES, SERIES, POINTS] = [20, 30, 40, 10]

/** Writes one run a line, as JSON: 20 parameters and the seed, 30 values, 40 series of ten numbers. */
export function writeContent(file: string, runs: number): void {
  writeFileSync(file, Array.from({ length: runs }, (_, index) => `${JSON.stringify(runOf(index))}\n`).join(''))
}

function runOf(index: number) {
  const setting = Math.floor(index / SEEDS)
  return {
    params: { ...named('p', PARAMETERS, (p) => (p < 3 ? setting % (5 + p) : p)), seed: index % SEEDS },
    values: named('v', VALUES, (v) => Math.abs(Math.sin(index * VALUES + v))),
    series: named('series/', SERIES, (s) =>
      Array.from({ length: POINTS }, (_, step) => Math.abs(Math.cos(index * SERIES + s)) / (POINTS - step)),
    ),
  }
}

function named<T>(prefix: string, count: number, valueOf: (index: number) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, valueOf(index)]))
}
