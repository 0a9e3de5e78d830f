import type { CodeContent } from '../../../src/archive/documents/read-code.ts'
import type { CapturedCode, ComparedRun } from '../../../src/analysis/compare/compared-run.ts'
import type { RunMeta } from '../../../src/format/meta.ts'
import type { EnvironmentRecord, SnapshotFile, SnapshotRecord } from '../../../src/format/records.ts'
import type { SeriesSummary } from '../../../src/format/series.ts'
import { sampleMeta } from '../../archive/support/sample-meta.ts'

/** The metadata of a run with changes on top, without a lineage unless one is given. */
export function metaOf(changes: Partial<RunMeta> = {}): RunMeta {
  return { ...sampleMeta(), lineage: null, ...changes }
}

/** A run that is compared; `changes` on top of one with nothing but metadata. */
export function runOf(changes: Partial<ComparedRun> = {}): ComparedRun {
  const meta = changes.meta ?? metaOf()
  return {
    folder: `/archive/${meta.namespace}/${meta.run}`,
    namespace: meta.namespace,
    name: meta.run,
    status: meta.status,
    meta,
    lineage: meta.lineage,
    environment: null,
    snapshot: null,
    values: {},
    tracked: [],
    ...changes,
  }
}

export const ENVIRONMENT: EnvironmentRecord = {
  runtime: { name: 'node', version: 'v20.19.0', versions: {}, execArgv: [] },
  os: { platform: 'linux', release: '6.1', arch: 'x64', version: '#1' },
  cpu: { model: 'Model', count: 8 },
  memory: { total: 16e9 },
  gpu: [],
  host: 'here',
  user: 'someone',
  cwd: '/',
  env: { TZ: 'UTC' },
  argv: [],
  pid: 1,
  packageManager: null,
  git: null,
  missing: [],
}

/** A captured file: its role, and what it holds; a content that is no text otherwise. */
export interface FileOf {
  readonly role?: SnapshotFile['role']
  readonly text?: string
  readonly content?: CodeContent
  /** Of the record; made of the text when left out. */
  readonly sha256?: string
  readonly path?: string
  readonly redacted?: true
}

/** The captured files of a run, by their places in the project. */
export function codeOf(label: string, files: Readonly<Record<string, FileOf>>): CapturedCode {
  const records = Object.entries(files).map(([source, { role = 'import', text = '', sha256, path, redacted }]): SnapshotFile => {
    const record = { path: path ?? source, source, size: text.length, sha256: sha256 ?? `sha of ${text}`, role }
    return redacted === undefined ? record : { ...record, redacted }
  })
  const contents = new Map(records.map(({ path, source }) => [path, files[source]]))
  return {
    label,
    snapshot: snapshotOf(records),
    read: (path) => {
      const file = contents.get(path)
      return file?.content ?? { state: 'text', text: file?.text ?? '' }
    },
  }
}

function snapshotOf(files: readonly SnapshotFile[]): SnapshotRecord {
  const patch = { state: 'none', reason: 'no git' } as const
  return { entry: files[0]?.path ?? '', root: '.', files, unresolved: [], changed: [], patch, links: [] }
}

export function seriesOf(changes: Partial<SeriesSummary> = {}): SeriesSummary {
  const times = { firstStep: 0, lastStep: 9, firstTime: 0, lastTime: 9 }
  const numbers = { last: 0.5, min: 0, max: 1, mean: 0.5, nonFinite: 0 }
  return { name: 'loss', context: null, kind: 'number', count: 10, ...times, ...numbers, ...changes }
}
