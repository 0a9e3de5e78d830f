import { resolve } from 'node:path'
import type { PatchRecord, SnapshotFile, SnapshotRecord } from '../format/records.ts'
import type { FileStamp } from '../internal/file-stamp.ts'
import { composeRecord, layoutOf, placeLinks } from './compose-record.ts'
import { gatherSources } from './gather-sources.ts'
import type { Source } from './gather-sources.ts'
import { findGround } from './ground.ts'
import { readImportGraph } from './import-graph.ts'
import type { ImportGraph } from './import-graph.ts'
import { COLLIDED, PATCH, extendLayout, placeIn, planLayout } from './layout.ts'
import type { Layout } from './layout.ts'
import { refusal } from './read-captured.ts'
import { isInstalled, realPath } from './real-path.ts'
import { relativePlace } from './relative-place.ts'
import { writeFiles } from './write-files.ts'
import { TOKENS_ONLY } from '../secrets/redactor.ts'
import type { Redactor } from '../secrets/redactor.ts'

/** Takes each file that is captured: real path, place below `code/`, and the stamp of what was read. */
export type OnCaptured = (path: string, place: string, stamp: FileStamp | null) => void

export interface CaptureOptions {
  readonly graph: ImportGraph
  /** The project's folder, which sources are named relative to. */
  readonly project: string
  /** `code/` of the run: made when it does not exist, else empty. */
  readonly codeFolder: string
  /** Masks secrets in what is written; by default tokens of well-known shapes. */
  readonly redactor?: Redactor
  /** Config files of the run: absolute paths. */
  readonly extra?: readonly string[]
  readonly onCaptured?: OnCaptured
  /** What `readGit` found, for the patch. Awaited last. */
  readonly git?: CapturedPatch | Promise<CapturedPatch>
}

export interface CapturedPatch {
  readonly patch: Uint8Array | null
  readonly patchRecord: PatchRecord
}

export interface LateFileOptions {
  /** What the last call of `captureSnapshot` or `addLateFile` returned. */
  readonly snapshot: SnapshotRecord
  /** Path of the file that was loaded. */
  readonly file: string
  readonly project: string
  readonly codeFolder: string
  /** Real paths of files that are not captured, as those given to `readImportGraph`. */
  readonly known?: ReadonlySet<string>
  readonly signal?: AbortSignal
  /** As in `CaptureOptions`. */
  readonly redactor?: Redactor
  readonly onCaptured?: OnCaptured
}

const NO_PATCH: CapturedPatch = { patch: null, patchRecord: { state: 'none', reason: 'the repository was not looked at' } }

/**
 * Writes what the graph holds, and the project files it depends on, below `code/`, each where the others expect it (see `Layout`).
 * Sources are written as they were read for the graph; hashes are those of the bytes read, which masking may change. Throws ARCHIVE_UNWRITABLE.
 */
export async function captureSnapshot({
  graph,
  project,
  codeFolder,
  extra = [],
  git = NO_PATCH,
  redactor = TOKENS_ONLY,
  onCaptured,
}: CaptureOptions): Promise<SnapshotRecord> {
  const ground = findGround(project)
  const { sources, bonds, unresolved } = await gatherSources({
    graph,
    ground,
    extra,
    roleOf: (path) => (path === graph.entry ? 'entry' : 'import'),
  })
  const layout = planLayout({ entry: graph.entry, files: pathsOf(sources), bonds, ground })
  const files = await writeSources({ sources, layout, codeFolder, project: ground.project, before: [], redactor, onCaptured })
  const { patch, patchRecord } = await git
  const maskedPatch = patch === null ? null : redactor.maskBytes(patch)
  if (patch !== null) await writeFiles({ folder: codeFolder, files: [{ place: PATCH, bytes: maskedPatch ?? patch }] })
  const links = placeLinks(layout, graph.links)
  return composeRecord({
    project: ground.project,
    layout,
    files,
    links,
    unresolved,
    patch: maskedPatch === null ? patchRecord : asMasked(patchRecord),
  })
}

/**
 * Adds a file that was loaded while running by an import that no one could foresee, and what it imports, as `late`.
 * A file outside the trees that `code/` holds gets one of its own: `_outside/<n>_<name>/`.
 * Changes nothing for a file that is captured already or is installed. Calls follow one another: each needs the record that
 * the last returned. Throws ARCHIVE_UNWRITABLE.
 */
export async function addLateFile({
  snapshot: before,
  file,
  codeFolder,
  known,
  signal,
  redactor = TOKENS_ONLY,
  onCaptured,
  ...options
}: LateFileOptions): Promise<SnapshotRecord> {
  const project = realPath(options.project) ?? options.project
  const path = realPath(file) ?? resolve(file)
  // Most of what is loaded ends here, so nothing is looked up before.
  const source = relativePlace(project, path)
  if (isInstalled(path) || known?.has(path) || before.files.some((captured) => captured.source === source)) return before
  const parts = { ...before, project, layout: layoutOf(before, project) }
  const reason = refusal(path)
  if (reason !== null) {
    return composeRecord({ ...parts, unresolved: [...before.unresolved, `${source} was loaded while running: ${reason}`] })
  }
  const captured = new Set([...(known ?? []), ...before.files.map((one) => resolve(project, one.source))])
  const graph = await readImportGraph({ entry: path, known: captured, signal })
  const ground = findGround(project)
  const { sources, bonds, unresolved } = await gatherSources({ graph, ground, known: captured, roleOf: () => 'late' })
  const layout = extendLayout(parts.layout, pathsOf(sources), bonds)
  const added = await writeSources({ sources, layout, codeFolder, project, before: before.files, redactor, onCaptured })
  return composeRecord({
    ...parts,
    layout,
    files: [...before.files, ...added],
    links: [...before.links, ...placeLinks(layout, graph.links)],
    unresolved: [...before.unresolved, ...unresolved],
  })
}

interface WriteSourcesOptions {
  readonly sources: readonly Source[]
  readonly layout: Layout
  readonly codeFolder: string
  /** Real path. */
  readonly project: string
  /** What lies below `code/` already. */
  readonly before: readonly SnapshotFile[]
  readonly redactor: Redactor
  readonly onCaptured: OnCaptured | undefined
}

async function writeSources(options: WriteSourcesOptions): Promise<SnapshotFile[]> {
  const { sources, layout, codeFolder, project, before, redactor, onCaptured } = options
  const placed = sources.map((source) => {
    const masked = redactor.maskBytes(source.bytes)
    const place = placeIn(layout, source.path) ?? ''
    return { ...source, place, size: source.bytes.length, bytes: masked ?? source.bytes, isRedacted: masked !== null }
  })
  const collided = before.filter(({ path }) => path.startsWith(`${COLLIDED}/`)).length
  const written = await writeFiles({ folder: codeFolder, files: placed, collided })
  for (const { path, place, stamp } of written) onCaptured?.(path, place, stamp)
  return written.map(({ path, place, size, sha256, role, isRedacted }) => ({
    path: place,
    source: relativePlace(project, path),
    size,
    sha256,
    role,
    ...(isRedacted ? { redacted: true as const } : {}),
  }))
}

function asMasked(record: PatchRecord): PatchRecord {
  return record.state === 'written' ? { ...record, applicable: false } : record
}

function pathsOf(sources: readonly Source[]): string[] {
  return sources.map(({ path }) => path)
}
