import { matchesOf } from '../archive/listing/find-run.ts'
import { deletionsOf, listTrash, purgeDeletion, purgeRun, restoreRun, trashSize } from '../archive/changes/trash.ts'
import type { TrashedRun } from '../archive/changes/trash.ts'
import { runSize } from '../archive/transfer/zip-beside.ts'
import { runlabError } from '../errors.ts'
import { formatLocalTime } from '../internal/format-local-time.ts'
import { nearest } from '../internal/nearest.ts'
import { bytesText } from '../render/bytes-text.ts'
import { archiveOf } from './archive-option.ts'
import { confirm } from './confirm.ts'
import { sayRuns } from './delete-runs.ts'
import type { DeleteOptions } from './delete-runs.ts'
import { countRuns, eachRun } from './each-run.ts'
import { nameInArchive } from './pick-runs.ts'
import { print, printJson } from './print.ts'
import { plainTable } from './table.ts'

export interface RestoreOptions {
  readonly all?: true
  readonly results?: string
  readonly json?: true
}

/** Brings runs back, or lists the trash where none are named. Gives the exit code: 2 where one was refused. */
export async function restoreRuns(wanted: readonly string[], { all, results, json }: RestoreOptions): Promise<number> {
  const archive = archiveOf(results)
  const trash = listTrash(archive)
  if (all !== true && wanted.length === 0) {
    showTrash(trash, json === true)
    return 0
  }
  const runs = all === true ? trash : findTrashed(wanted, trash, archive)
  const { results: folders, refused } = await eachRun(runs, 'restoring', (run) => restoreRun(archive, run))
  if (json === true) printJson(folders)
  else {
    if (folders.length <= MOST_NAMES) for (const folder of folders) print(`${nameInArchive(folder, archive)}\n`)
    print(`${countRuns(folders.length)} restored\n`)
  }
  return refused > 0 ? 2 : 0
}

const MOST_NAMES = 20

/** Removes runs in the trash for good, or all of it. Gives the exit code: 2 where one was refused. */
export async function purgeRuns(wanted: readonly string[], { yes, results, json }: DeleteOptions): Promise<number> {
  const archive = archiveOf(results)
  const trash = listTrash(archive)
  const runs = wanted.length === 0 ? trash : findTrashed(wanted, trash, archive)
  const deletions = wanted.length === 0 ? deletionsOf(archive) : []
  // All of it is also what an interrupted purge has left, which is no run any more.
  const bytes = wanted.length === 0 ? trashSize(archive) : runs.reduce((sum, { folder }) => sum + runSize(folder), 0)
  const what = sayRuns([{ bytes }]).replace(/^\d+ runs?/, countRuns(runs.length))
  const isEmpty = runs.length === 0 && deletions.length === 0
  if (!isEmpty && !(await confirm(`remove ${what} for good`, yes === true))) return 1
  const { refused } = await eachRun(runs, 'removing', (run) => purgeRun(archive, run))
  const rest = await eachRun(deletions, 'removing', (deletion) => purgeDeletion(archive, deletion))
  if (json === true) printJson({ runs: runs.length - refused, bytes })
  else print(isEmpty ? 'The trash is empty\n' : `${what} removed for good\n`)
  return refused + rest.refused > 0 ? 2 : 0
}

/** Throws RUN_NOT_FOUND, RUN_AMBIGUOUS. */
function findTrashed(wanted: readonly string[], trash: readonly TrashedRun[], archive: string): readonly TrashedRun[] {
  const found = wanted.map((text): TrashedRun => {
    const [first, ...others] = text === 'latest' ? trash.slice(0, 1) : matchesOf(text, trash)
    const names = trash.map(({ run }) => run)
    if (first === undefined)
      throw runlabError('RUN_NOT_FOUND', {
        path: text,
        archive: `${archive}/.runlab-trash`,
        suggestion: nearest(text, names),
        isTrash: true,
      })
    if (others.length === 0) return first
    throw runlabError('RUN_AMBIGUOUS', {
      run: text,
      candidates: [first, ...others].map(({ namespace, run }) => `${namespace}/${run}`),
    })
  })
  return [...new Set(found)]
}

function showTrash(trash: readonly TrashedRun[], asJson: boolean): void {
  const rows = trash.map(({ namespace, run, deletion, folder }) => ({
    run: namespace === '' ? run : `${namespace}/${run}`,
    deleted: deletion.slice(0, 'YYYY-MM-DDTHH-MM'.length).replace(/T(\d\d)-/, ' $1:'),
    bytes: runSize(folder),
  }))
  if (asJson) return printJson(rows)
  print(`${countRuns(rows.length)} in the trash\n`)
  const cells = rows.map(({ run, deleted, bytes }) => [localTime(deleted), bytesText(bytes), run])
  if (rows.length > 0) print(plainTable([['deleted', 'size', 'run'], ...cells], process.stdout.columns || 100))
}

/** Of a time in UTC, which names of deletions begin with: `2026-11-23 15:24`. */
function localTime(time: string): string {
  const date = new Date(`${time.replace(' ', 'T')}Z`)
  return Number.isNaN(date.getTime()) ? time : formatLocalTime(date).slice(0, 'YYYY-MM-DD HH:MM'.length)
}
