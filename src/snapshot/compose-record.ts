import { resolve, sep } from 'node:path'
import type { PatchRecord, SnapshotFile, SnapshotLink, SnapshotRecord } from '../format/records.ts'
import { placeIn } from './layout.ts'
import type { Layout, Tree } from './layout.ts'
import { isInstalled } from './real-path.ts'
import type { Link } from './real-path.ts'
import { relativePlace } from './relative-place.ts'

export interface RecordParts {
  /** Real path. */
  readonly project: string
  readonly layout: Layout
  readonly files: readonly SnapshotFile[]
  readonly links: readonly SnapshotLink[]
  /** In words. */
  readonly unresolved: readonly string[]
  readonly patch: PatchRecord
  /** Places of files that changed between being loaded and being captured; none when left out. */
  readonly changed?: readonly string[]
}

export function composeRecord({ project, layout, files, links, unresolved, patch, changed = [] }: RecordParts): SnapshotRecord {
  const entry = files.find(({ role }) => role === 'entry')
  const others = files.filter((file) => file !== entry).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return {
    entry: entry?.path ?? '',
    root: relativePlace(project, layout[0].base) || '.',
    files: entry ? [entry, ...others] : others,
    unresolved: [...new Set(unresolved)].toSorted(),
    changed,
    patch,
    links: [...new Map(links.map((link) => [link.path, link])).values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  }
}

/** The layout that a record was written with. `project` is a real path. */
export function layoutOf(record: SnapshotRecord, project: string): Layout {
  const trees = new Map<string, Tree>()
  for (const { path, source } of record.files) {
    const [, at, rest] = /^(_outside\/[^/]+)\/(.+)$/s.exec(path) ?? []
    if (at === undefined || rest === undefined) continue
    const base = resolve(project, source, ...rest.split('/').map(() => '..'))
    trees.set(at, { base, at })
  }
  return [{ base: resolve(project, record.root), at: '' }, ...trees.values()]
}

/** Where links lie and lead below `code/`, leaving out those whose end has no place there. */
export function placeLinks(layout: Layout, links: readonly Link[]): SnapshotLink[] {
  return links.flatMap((link) => {
    const target = placeIn(layout, link.target)
    const path = placeIn(layout, link.path) ?? placeInstalled(link.path)
    return target === null || path === null || target === '' ? [] : [{ path, target }]
  })
}

/** A package is found from every folder of the archive when it is linked at its top. */
function placeInstalled(path: string): string | null {
  if (!isInstalled(path)) return null
  const parts = path.split(sep)
  return parts.slice(parts.lastIndexOf('node_modules')).join('/')
}
