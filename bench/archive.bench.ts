/**
 * What commands over many runs cost, as the whole command with Node's start: archives of 100 to 10,000 runs, with 20 parameters, 30
 * values and 40 series each; and of 100,000 with `RUNLAB_BENCH_RUNS=100000`, which takes some minutes. `RUNLAB_BENCH_FOLDER` is where
 * archives are made, and kept for the next time. The files are in the page cache.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { summarise } from '../src/query/statistics/summarise.ts'
import type { Row } from './row.ts'
import { makeStudy, makeStudyRun } from './study-archive.ts'

const SIZES = [100, 1000, 10_000, 100_000]
const MOST = Number(process.env['RUNLAB_BENCH_RUNS'] ?? 10_000)
const KEPT = process.env['RUNLAB_BENCH_FOLDER']
/** Runs from which on memory is printed as well. */
const LARGE = 10_000
const ROUNDS = 3
const BIN = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url))
const COLUMNS = [
  ...Array.from({ length: 20 }, (_, p) => `params.p${p}`),
  ...Array.from({ length: 30 }, (_, v) => `data.v${v}`),
  ...Array.from({ length: 40 }, (_, s) => `series["series/${s}"].last`),
  ...Array.from({ length: 10 }, (_, s) => `series["series/${s}"].max`),
]

interface Measured {
  readonly name: string
  readonly args: readonly string[]
  readonly before?: (archive: string) => void
  /** Seconds that it may take, by the number of runs. */
  readonly bars?: Readonly<Record<number, number>>
}

const forget = (archive: string): void => rmSync(join(archive, '.runlab-index'), { recursive: true, force: true })

const COMMANDS: readonly Measured[] = [
  { name: 'list, no index', args: ['list'], before: forget, bars: { 10_000: 1 } },
  { name: 'list', args: ['list'], bars: { 10_000: 0.25, 100_000: 1.5 } },
  { name: 'list, one run more', args: ['list'], before: addRun },
  { name: 'list --where params', args: ['list', '--where', 'params.p1 > 3 && status == "done"'] },
  { name: 'list --where data --sort', args: ['list', '--where', 'data.v1 > 0.5', '--sort', '-data.v2'] },
  {
    name: 'table, 100 columns',
    args: ['list', '--where', 'data.v1 > 0.5', '--sort', '-data.v2', '--columns', COLUMNS.join(', ')],
    bars: { 10_000: 0.6 },
  },
  { name: 'table, all rows as CSV', args: ['list', '--csv', '--where', 'data.v1 > 0.5', '--columns', COLUMNS.join(', ')] },
  { name: 'groups', args: ['groups', '--value', 'data.v1'] },
]

/** A command after the other, each from the smallest archive to the largest. */
export async function measure(): Promise<readonly Row[]> {
  const rows = new Map<string, Row[]>(COMMANDS.map(({ name }) => [name, []]))
  for (const size of SIZES.filter((runs) => runs <= MOST)) {
    const folder = folderFor(size)
    try {
      if (!existsSync(archiveIn(folder))) makeStudy(archiveIn(folder), size)
      for (const wanted of COMMANDS) rows.get(wanted.name)?.push(...measureCommand(folder, size, wanted))
    } finally {
      if (KEPT === undefined) rmSync(folder, { recursive: true, force: true })
    }
  }
  const summary = { name: 'summaries of 100 groups of 10 numbers, 10,000 draws each', value: summaries(), unit: 's', bar: 1 }
  return [...[...rows.values()].flat(), summary]
}

const archiveIn = (folder: string): string => join(folder, 'results')

function folderFor(size: number): string {
  if (KEPT === undefined) return mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  mkdirSync(join(KEPT, String(size)), { recursive: true })
  return realpathSync(join(KEPT, String(size)))
}

function measureCommand(folder: string, size: number, { name, args, before, bars }: Measured): readonly Row[] {
  const measured = median(Array.from({ length: ROUNDS }, () => command(folder, args, () => before?.(archiveIn(folder)))))
  const bar = bars?.[size]
  const what = `${name}: ${size.toLocaleString('en')} runs`
  return [
    { name: what, value: measured.seconds, unit: 's', ...(bar === undefined ? {} : { bar }) },
    ...(size < LARGE ? [] : [{ name: `${what}, memory`, value: measured.megabytes, unit: 'MB', bar: 400 }]),
  ]
}

let added = 1_000_000

function addRun(archive: string): void {
  makeStudyRun(archive, added++)
}

interface Cost {
  readonly seconds: number
  readonly megabytes: number
}

/** Of a whole process, which says at its end how much memory it took. */
function command(cwd: string, args: readonly string[], before: () => void): Cost {
  before()
  const program = `process.argv.splice(1, 0, ${JSON.stringify(BIN)}); process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS))); require(${JSON.stringify(BIN)})`
  const start = performance.now()
  const { stderr, status } = spawnSync(process.execPath, ['-e', program, '--', ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`runlab ${args[0]} failed: ${stderr}`)
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(/\d+$/.exec(stderr)?.[0]) / 1024 }
}

function median(costs: readonly Cost[]): Cost {
  const sorted = costs.toSorted((a, b) => a.seconds - b.seconds)
  return sorted[Math.floor(sorted.length / 2)] ?? { seconds: Number.NaN, megabytes: Number.NaN }
}

function summaries(): number {
  const groups = Array.from({ length: 100 }, (_, g) => Array.from({ length: 10 }, (_value, i) => Math.sin(g * 10 + i)))
  const start = performance.now()
  for (const group of groups) summarise(group)
  return (performance.now() - start) / 1000
}
