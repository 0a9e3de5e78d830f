/** One table of everything, and below it how that was measured and where. */
import type { Figures, Kills, Row } from './peer.ts'

export interface Measured {
  readonly row: Row
  readonly figures: Figures
  /** Undefined where the library is not installed. */
  readonly version: string | undefined
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly node: string
  readonly python: string
  readonly command: string
}

const WIDTHS = [18, 10, 10, 9, 9, 22, 8, 22, 8]
const HEAD = [
  ['', 'ns/point', 'ns/point', 'bytes', 'empty', 'killed in a loop', 'oldest', 'killed 1,000 points', 'oldest'],
  ['', 'the loop', 'finished', '/point', 'run, ms', 'of points: lost', 'ms', 'and 1–3 s later: lost', 'ms'],
]

export function drawTable(measured: readonly Measured[]): string {
  const head = HEAD.map(drawLine)
  const width = Math.max(...head.map((line) => line.length))
  return [...head, '─'.repeat(width), ...measured.map(drawRow)].join('\n')
}

export function drawNotes(measured: readonly Measured[], machine: Machine): string {
  const versions = measured.flatMap(({ row, version }) => (version === undefined ? [] : [`${row.id} ${version}`]))
  return [
    'ns/point: of a loop that tracks random doubles in one series, less the loop itself; and until the process has ended, less the',
    '  same of an empty run. Median of 3. bytes/point: of all files after finishing, less those of an empty run.',
    'empty run: the whole process, imports included, less one of the interpreter alone; median of 5, in a store that is there.',
    'killed: SIGKILL to the process that tracks, 1–3 s after its first point; of 5, the most calls that had returned and are not',
    "  found by the library's own reader, and the age of the oldest of these. all: nothing of that run is found, and a longer one",
    '  may lose more. Computing, Python has released its global lock. What a power cut leaves was not tried.',
    ...measured.map(({ row }) => `${row.name}: ${row.note}${row.points > 0 ? `; ${format(row.points)} points` : ''}`),
    ...measured.flatMap(({ row, figures }) => describeProblems(row, figures)),
    '',
    [...new Set(versions)].join(', '),
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, Python ${machine.python}`,
    machine.command,
  ].join('\n')
}

function drawRow({ row, figures }: Measured): string {
  if (figures.problem !== undefined && figures.call === undefined) return `${row.name.padEnd(WIDTHS[0] ?? 0)}  ${figures.problem}`
  const numbers = [figures.call, figures.finished, figures.bytes, figures.empty]
  const kills = [figures.hot, figures.quiet].flatMap((one) => [drawLost(one), drawAge(one)])
  return drawLine([row.name, ...numbers.map((one) => (one === undefined ? '–' : format(one))), ...kills])
}

function drawLine(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0))).join('')
}

function drawLost(kills: Kills | undefined): string {
  if (kills === undefined) return '–'
  if (kills.type === 'unreadable') return 'unreadable'
  const lost = `${kills.isAll ? 'all ' : ''}${kills.lost.toLocaleString('en')}`
  return kills.wrong > 0 ? `${lost} *` : lost
}

function drawAge(kills: Kills | undefined): string {
  return kills?.type === 'read' && kills.lost > 0 ? kills.age.toLocaleString('en', { maximumFractionDigits: 0 }) : '–'
}

function describeProblems(row: Row, figures: Figures): readonly string[] {
  if (figures.problem !== undefined) return [`could not be measured: ${row.name}: ${figures.problem}`]
  return [figures.hot, figures.quiet].flatMap((kills) => {
    if (kills === undefined) return []
    if (kills.type === 'unreadable') return [`unreadable: ${row.name}: ${kills.problem}`]
    return kills.wrong > 0
      ? [
          `* ${row.name}: all are found, but all are found, but its reader gives up to ${format(kills.wrong)} points the values of others`,
        ]
      : []
  })
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true })
}
