import type { TableColumn, TablePage, TableRow } from '../../../src/server/protocol.ts'
import type { Answers } from './fixture-server.ts'

const TEMPERATURES = [1.5, 1.8, 2.1, 2.27, 2.4, 2.6]

const COLUMNS: readonly TableColumn[] = [
  { id: 'params.temperature', label: 'temperature', unit: null, isNumeric: true },
  { id: 'status', label: 'status', unit: null, isNumeric: false },
  { id: 'data.magnetisation', label: 'magnetisation', unit: null, isNumeric: true },
  { id: 'data.energy', label: 'energy', unit: 'J', isNumeric: true },
  { id: 'seed', label: 'seed', unit: null, isNumeric: true },
  { id: 'duration', label: 'took', unit: null, isNumeric: true },
]

/** So many runs of a magnet: each temperature with several seeds. */
export function madeUpRuns(count: number): readonly TableRow[] {
  return Array.from({ length: count }, (_, index) => {
    const temperature = TEMPERATURES[index % TEMPERATURES.length] ?? 0
    const seed = Math.floor(index / TEMPERATURES.length)
    const name = `ising__${String(index).padStart(6, '0')}`
    const isFailed = index % 17 === 3
    const data = isFailed
      ? {}
      : { 'data.magnetisation': 1 / temperature + seed / 1e5, 'data.energy': -2 / temperature - seed / 1e6 }
    return {
      ...{ id: name, runs: [name], name, status: isFailed ? 'failed' : 'done', spreads: {}, left: null, report: null },
      cells: {
        'params.temperature': temperature,
        status: isFailed ? 'failed' : 'done',
        ...data,
        seed,
        duration: 1.1 + index / 1000,
      },
    }
  })
}

/** Answers as the server gives them, over made-up runs. The filter knows `params.temperature < NUMBER` only. */
export function answersOver(runs: () => readonly TableRow[]): Answers {
  return {
    'api/fields': () => ({ body: { fields: COLUMNS.map(({ id }) => id) } }),
    'api/table': (query) => {
      const where = query.get('where') ?? ''
      const limit = /^params\.temperature < ([\d.]+)$/.exec(where)
      if (where !== '' && limit === null) return { status: 400, body: refusalOf(where) }
      const matching =
        limit === null ? runs() : runs().filter(({ cells }) => Number(cells['params.temperature']) < Number(limit[1]))
      return { body: pageOf(query, matching, runs().length) }
    },
  }
}

function refusalOf(where: string): object {
  const from = where.indexOf('temprature')
  return {
    code: 'QUERY_FIELD_UNKNOWN',
    message: 'No run has params.temprature.',
    hint: 'Did you mean params.temperature?',
    at: [from, where.length],
  }
}

function pageOf(query: URLSearchParams, runs: readonly TableRow[], total: number): TablePage {
  const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))]
  const all = query.get('group') === 'yes' ? groupsOf(runs) : runs
  const sort = query.get('sort') ?? ''
  const sign = sort.startsWith('-') ? -1 : 1
  const key = sort.replace(/^-/, '')
  const sorted = sort === '' ? all : all.toSorted((a, b) => sign * (numberOf(a, key) - numberOf(b, key)))
  const asked = query.get('columns')
  const wanted = asked === null ? null : (JSON.parse(asked) as readonly string[])
  const columns = wanted === null ? COLUMNS : wanted.flatMap((id) => COLUMNS.find((column) => column.id === id) ?? [])
  return { columns, rows: sorted.slice(offset, offset + limit), offset, count: all.length, matched: runs.length, total }
}

function numberOf(row: TableRow, key: string): number {
  return row.spreads[key]?.mean ?? Number(row.cells[key] ?? Number.POSITIVE_INFINITY)
}

function groupsOf(runs: readonly TableRow[]): readonly TableRow[] {
  const groups = new Map(TEMPERATURES.map((one) => [one, runs.filter(({ cells }) => cells['params.temperature'] === one)]))
  return [...groups].map(([temperature, own]) => {
    const spread = (id: string) => {
      const numbers = own.map(({ cells }) => cells[id]).filter((value) => typeof value === 'number')
      const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length
      return { mean, interval: [mean - 0.012, mean + 0.012] as const, n: numbers.length }
    }
    const failed = own.filter(({ status }) => status === 'failed').length
    return {
      ...{ id: `temperature=${temperature}`, runs: own.map(({ id }) => id), name: '', status: null },
      cells: { 'params.temperature': temperature, status: null, seed: null, duration: 1.1 },
      spreads: { 'data.magnetisation': spread('data.magnetisation'), 'data.energy': spread('data.energy') },
      left: failed === 0 ? null : `${failed} failed`,
      report: null,
    }
  })
}
