import { basename, join } from 'node:path'
import { listRuns } from '../archive/listing/list-runs.ts'
import { trashSize } from '../archive/changes/trash.ts'
import { pathInArchive } from '../archive/listing/listed-run.ts'
import type { Listed } from '../archive/listing/listed-run.ts'
import { placesOf } from '../archive/transfer/zip-beside.ts'
import { isPacked } from '../archive/zip/zip-name.ts'
import { filesBelow } from '../internal/folder-size.ts'
import { bytesText } from '../render/bytes-text.ts'
import { colorsFor } from '../render/colors.ts'
import { archiveOf } from './archive-option.ts'
import { namespaceOf } from './namespace-argument.ts'
import { print, printJson } from './print.ts'
import { plainTable } from './table.ts'

export interface OverviewOptions {
  readonly results?: string
  readonly json?: true
}

/** Counts by name, the highest first. */
type Counts = readonly (readonly [name: string, count: number])[]

interface Overview {
  readonly archive: string
  readonly runs: number
  readonly statuses: Counts
  readonly namespaces: Counts
  readonly errors: Counts
  readonly disk: {
    readonly bytes: number
    readonly namespaces: Counts
    /** What the bytes are: `series`, `visuals`, `code`, `artifacts`, `records`, `packed` for the ZIPs of runs. */
    readonly kinds: Counts
    readonly files: Counts
    readonly trash: number
  }
}

const MOST = 5

/** Prints what an archive holds, part by part as it is known. */
export function overview(wanted: string | undefined, { results, json }: OverviewOptions): void {
  const archive = archiveOf(results)
  if (json !== true) print(`${archive}\n`)
  const runs = listRuns(archive, { namespace: namespaceOf(wanted, archive) })
  const [statuses, namespaces, errors] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  for (const run of runs) {
    add(statuses, 'error' in run ? 'unreadable' : run.status)
    add(namespaces, run.namespace)
    if (!('error' in run) && run.brief.error_type !== null) add(errors, run.brief.error_type)
  }
  const counted = { runs: runs.length, statuses: sorted(statuses), namespaces: sorted(namespaces), errors: sorted(errors) }
  if (json !== true) print(countsText(counted))
  const disk = { ...measure(runs), trash: trashSize(archive) }
  if (json === true) printJson(asJson({ archive, ...counted, disk }))
  else print(diskText(disk))
}

function measure(runs: ReturnType<typeof listRuns>): Omit<Overview['disk'], 'trash'> {
  const [namespaces, kinds] = [new Map<string, number>(), new Map<string, number>()]
  const files: [string, number][] = []
  let bytes = 0
  for (const run of runs) {
    for (const { name, kind, size } of filesOf(run)) {
      bytes += size
      add(namespaces, run.namespace, size)
      add(kinds, kind, size)
      if (kind !== 'records' && size > (files.at(-1)?.[1] ?? -1)) keepLargest(files, [name, size])
    }
  }
  return { bytes, namespaces: sorted(namespaces), kinds: sorted(kinds), files }
}

/** The files of a run with their paths in the archive; a ZIP is one file. */
function* filesOf(run: Listed): Generator<{ readonly name: string; readonly kind: string; readonly size: number }> {
  const path = pathInArchive(run)
  for (const place of placesOf(run.folder)) {
    // What was said of a packed run lies beside its ZIP.
    const kind = isPacked(place) ? 'packed' : place === run.folder ? null : 'records'
    for (const { name, size } of filesBelow(place))
      yield kind === null
        ? { name: `${path}/${name}`, kind: kindOf(name), size }
        : { name: join(run.namespace, basename(place)), kind, size }
  }
}

function keepLargest(files: [string, number][], file: [string, number]): void {
  files.push(file)
  files.sort(([, a], [, b]) => b - a)
  files.length = Math.min(files.length, MOST)
}

function kindOf(name: string): string {
  const top = name.split('/', 1)[0] ?? ''
  if (top === 'tracked') return 'series'
  if (top === 'code' || top === 'visuals') return top
  return top === '.runlab' || /^(?:experiment_(?:meta|data)\.json|experiment_out\.log|report\.html|analysis\.ts)$/.test(name)
    ? 'records'
    : 'artifacts'
}

function add(counts: Map<string, number>, name: string, count = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + count)
}

function sorted(counts: ReadonlyMap<string, number>): Counts {
  return [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
}

function countsText({ runs, statuses, namespaces, errors }: Omit<Overview, 'archive' | 'disk'>): string {
  const said = statuses.map(([status, count]) => `${count} ${status}`).join(', ')
  const head = `${runs} ${runs === 1 ? 'run' : 'runs'}${said === '' ? '' : `: ${said}`}\n`
  return head + section('runs of', namespaces, String) + section('errors', errors, String)
}

function diskText({ bytes, namespaces, kinds, files, trash }: Overview['disk']): string {
  const inTrash = trash === 0 ? '' : `${bytesText(trash)} in the trash: runlab purge frees them\n`
  return `\n${bytesText(bytes)} on disk\n${section('by namespace', namespaces, bytesText)}${section('by kind', kinds, bytesText)}${section('largest files', files, bytesText)}${inTrash}`
}

function section(title: string, counts: Counts, show: (count: number) => string): string {
  if (counts.length === 0) return ''
  const shown = counts
    .slice(0, MOST)
    .map(([name, count]) => [`  ${show(count).padStart(8)}`, name === '' ? '(top of the archive)' : name])
  const more = counts.length > MOST ? [[`  ${`+ ${counts.length - MOST}`.padStart(8)}`, 'more']] : []
  return `${colorsFor(process.stdout, process.env).bold(title)}\n${plainTable([...shown, ...more], process.stdout.columns || 100)}`
}

function asJson({ statuses, namespaces, errors, disk, ...facts }: Overview): unknown {
  const { bytes, trash } = disk
  return {
    ...facts,
    statuses: Object.fromEntries(statuses),
    namespaces: Object.fromEntries(namespaces),
    errors: Object.fromEntries(errors),
    disk: {
      bytes,
      namespaces: Object.fromEntries(disk.namespaces),
      kinds: Object.fromEntries(disk.kinds),
      files: Object.fromEntries(disk.files),
      trash,
    },
  }
}
