import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Archive, RunGroups, RunTable } from '../api/archive.ts'
import { runlabError } from '../errors.ts'
import { askArchive } from './ask-archive.ts'
import { checkSelection } from './check-selection.ts'
import type { Groups } from './groups.ts'
import type { RunColumns } from './runs-table.ts'

/**
 * Opens a folder of runs: to go through them, tabulate and compare them. Relative to the working directory.
 *
 * ```ts
 * const { groups } = await openArchive('results').groups({ where: 'params.rate < 0.1', values: ['data.accuracy'] })
 * ```
 *
 * @throws ARCHIVE_NOT_FOUND where there is no such folder.
 */
export function openArchive(path: string | URL): Archive {
  const folder = resolve(typeof path === 'string' ? path : fileURLToPath(path))
  if (!existsSync(folder)) throw runlabError('ARCHIVE_NOT_FOUND', { folder })
  return {
    folder,
    async *runs(selection = {}) {
      checkSelection(selection, SELECTION)
      // Types of parameters are the caller's word, as with `experiment.load`.
      for (const { run } of await askArchive({ folder, selection, now: new Date() }, (runs) => runs)) yield run as never
    },
    async table(options = {}) {
      checkSelection(options, [...SELECTION, 'columns'])
      const { columns, ...selection } = options
      const { tabulate } = await import('./runs-table.ts')
      return await tableOf(await askArchive({ folder, selection, now: new Date() }, (runs) => tabulate(runs, columns)))
    },
    async groups(options = {}) {
      checkSelection(options, [...SELECTION, 'by', 'values'])
      const { by, values, sort, limit, ...selection } = options
      const [{ groupRuns }, { orderGroups }] = await Promise.all([import('./groups.ts'), import('./order-groups.ts')])
      const tables = await askArchive({ folder, selection, now: new Date() }, (runs) =>
        orderGroups([groupRuns(runs, { by, values })], { sort, limit }),
      )
      return await groupsOf(tables[0] as Groups)
    },
    async unreadable() {
      const { readRuns } = await import('./read-runs.ts')
      const { runs, unreadable } = await readRuns(folder, {}, new Date())
      const damaged = runs.flatMap((fields) => {
        void [fields.params, fields.data, fields.series] // reads them
        return fields.damage === null ? [] : [{ folder: fields.run.folder, reason: fields.damage }]
      })
      return [...unreadable.map(({ folder: at, error }) => ({ folder: at, reason: error.message })), ...damaged]
    },
  }
}

const SELECTION = ['namespace', 'where', 'sort', 'limit']

async function tableOf(table: RunColumns): Promise<RunTable> {
  const { runsCsv, runsLatex, runsMarkdown } = await import('./runs-table.ts')
  const { runs, columns } = table
  return {
    columns: columns.map(({ label }) => label),
    rows: runs.map(({ run, listed }, row) => ({
      run: run.name,
      namespace: listed.namespace,
      status: run.status,
      seed: listed.brief.seed,
      ...Object.fromEntries(columns.map(({ label, cells }) => [label, cells[row]])),
    })),
    csv: () => runsCsv(table),
    markdown: () => runsMarkdown(table),
    latex: () => runsLatex(table, 'openArchive(…).table(…)'),
  }
}

async function groupsOf(groups: Groups): Promise<RunGroups> {
  const { groupsCsv, groupsLatex, groupsMarkdown } = await import('./groups-table.ts')
  const { checkDirections, directionsOf } = await import('./best.ts')
  const { labels, values } = groups
  return {
    groups: groups.groups.map((group) => ({
      key: Object.fromEntries(labels.map((label, index) => [label, group.key[index]])),
      runs: group.runs.map(({ run }) => run.name),
      values: Object.fromEntries(values.map((value, index) => [value, group.values[index]?.summary ?? null])),
      leftOut: group.values.flatMap(({ leftOut }, index) =>
        leftOut.map(({ run, why }) => ({ value: values[index] ?? '', run: run.run.name, why })),
      ),
    })),
    csv: () => groupsCsv(groups),
    markdown: () => groupsMarkdown(groups, []),
    latex: ({ best = null } = {}) => {
      const asked = best === true ? 'declared' : best
      checkDirections([groups], asked)
      return groupsLatex(groups, directionsOf(groups, asked), 'openArchive(…).groups(…)')
    },
  }
}
