/**
 * What commands over many runs cost: archives of 100, 1,000 and 10,000 runs with 20 parameters, 30 values and 40 series each, as
 * the whole command with Node's start. The files are in the page cache.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunWriter } from '../src/archive/run-writer.ts'
import type { ParameterMeta } from '../src/format/meta.ts'
import { ValueTree } from '../src/format/value-tree.ts'
import { summarise } from '../src/query/statistics/summarise.ts'
import { sampleMeta } from '../test/archive/support/sample-meta.ts'
import type { Row } from './row.ts'

const SIZES = [100, 1000, 10_000] as const
const SEEDS = 10
const ROUNDS = 3
const BIN = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url))

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  list: ['list'],
  'list --where params': ['list', '--where', 'params.p1 > 3 && status == "done"'],
  'list --where data --sort': ['list', '--where', 'data.v1 > 0.5', '--sort', '-data.v2'],
  'table as CSV, 50 columns': ['list', '--csv', '--where', 'params.p1 > 0', '--sort', '-params.p1'],
  groups: ['groups', '--value', 'data.v1'],
}
const BARS: Readonly<Record<string, number>> = { list: 1.0 }

export async function measure(): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
    try {
      generate(join(folder, 'results'), size)
      for (const [name, args] of Object.entries(COMMANDS)) {
        const bar = size === 10_000 ? BARS[name] : undefined
        rows.push({
          name: `${size.toLocaleString('en')} runs: ${name}`,
          value: seconds(folder, args),
          unit: 's',
          ...(bar === undefined ? {} : { bar }),
        })
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return [...rows, { name: 'summaries of 100 groups of 10 numbers, 10,000 draws each', value: summaries(), unit: 's', bar: 1 }]
}

/** Runs of a study: ten seeds of each setting, of which three parameters vary. */
function generate(archive: string, size: number): void {
  for (let i = 0; i < size; i++) {
    const setting = Math.floor(i / SEEDS)
    const folder = join(archive, 'study', `2026-11-30_12-00-00_${i.toString(36).padStart(4, '0')}`)
    mkdirSync(folder, { recursive: true })
    const writer = new RunWriter(folder)
    const parameters = Object.fromEntries(
      Array.from({ length: 20 }, (_, p) => [`p${p}`, parameterOf(p < 3 ? setting % (5 + p) : p)]),
    )
    const tree = new ValueTree()
    for (let v = 0; v < 30; v++) tree.set(`v${v}`, Math.abs(Math.sin(i * 30 + v)))
    writer.writeMeta(
      sampleMeta({
        status: 'done',
        phase: 'ended',
        namespace: 'study',
        run: folder.slice(-24),
        seed: i % SEEDS,
        start_time: 1.7e9 + i,
        parameters,
        __track__: Array.from({ length: 40 }, (_, s) => `series/${s}`),
      }),
      false,
    )
    writer.writeData(tree, false)
  }
}

function parameterOf(value: number): ParameterMeta {
  return { value, type: 'number', description: 'A parameter of the study.', usable: true, default: 0, source: 'code' }
}

/** The median of a few, of the whole process. */
function seconds(cwd: string, args: readonly string[]): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    execFileSync(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
    return (performance.now() - start) / 1000
  })
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
}

function summaries(): number {
  const groups = Array.from({ length: 100 }, (_, g) => Array.from({ length: 10 }, (_value, i) => Math.sin(g * 10 + i)))
  const start = performance.now()
  for (const group of groups) summarise(group)
  return (performance.now() - start) / 1000
}
