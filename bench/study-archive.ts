import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../src/format/files.ts'
import type { ParameterMeta } from '../src/format/meta.ts'
import { parseSeriesRecord } from '../src/format/series.ts'
import { asWritten } from '../src/format/shape.ts'
import { ValueTree } from '../src/format/value-tree.ts'
import { sampleMeta } from '../test/archive/support/sample-meta.ts'

const SEEDS = 10
const [PARAMETERS, VALUES, SERIES] = [20, 30, 40]

/**
 * Makes runs of a study: ten seeds of each setting, of which three parameters vary; each run with 20 parameters, 30 values and 40
 * series of numbers. What its documents hold is what a run writes; points and logs there are none of.
 */
export function makeStudy(archive: string, size: number, first = 0): void {
  for (let i = first; i < first + size; i++) makeStudyRun(archive, i)
}

export function makeStudyRun(archive: string, i: number): void {
  const run = `2026-11-30_12-00-00_${i.toString(36).padStart(4, '0')}`
  const folder = join(archive, 'study', run)
  mkdirSync(join(folder, FILES.internal), { recursive: true })
  const setting = Math.floor(i / SEEDS)
  const parameters = Object.fromEntries(
    Array.from({ length: PARAMETERS }, (_, p) => [`p${p}`, parameterOf(p < 3 ? setting % (5 + p) : p)]),
  )
  const meta = sampleMeta({
    namespace: 'study',
    run,
    seed: i % SEEDS,
    start_time: 1.7e9 + i,
    parameters,
    __track__: Array.from({ length: SERIES }, (_, s) => `series/${s}`),
  })
  const tree = new ValueTree()
  for (let v = 0; v < VALUES; v++) tree.set(`v${v}`, Math.abs(Math.sin(i * VALUES + v)))
  write(join(folder, FILES.data), `${JSON.stringify(tree.encoded, null, 2)}\n`)
  write(join(folder, FILES.series), `{"notes":[]}\n${Array.from({ length: SERIES }, (_, s) => seriesLine(i, s)).join('')}`)
  write(join(folder, FILES.meta), `${JSON.stringify(meta, null, 2)}\n`)
}

/** An hour ago: what is younger than a few seconds is in no index. */
function write(file: string, text: string): void {
  writeFileSync(file, text)
  const time = Date.now() / 1000 - 3600
  utimesSync(file, time, time)
}

function parameterOf(value: number): ParameterMeta {
  return { value, type: 'number', description: 'A parameter of the study.', usable: true, default: 0, source: 'code' }
}

function seriesLine(i: number, s: number): string {
  const value = Math.abs(Math.cos(i * SERIES + s))
  const record = asWritten(parseSeriesRecord, {
    name: `series/${s}`,
    context: null,
    kind: 'number',
    ...{ count: 1000, firstStep: 0, lastStep: 999, firstTime: 1.7e12 + i, lastTime: 1.7e12 + i + 1e6 },
    ...{ last: value, min: value / 2, max: value * 2, mean: value * 1.1, nonFinite: 0 },
    parts: [],
  })
  return `${JSON.stringify(record)}\n`
}
