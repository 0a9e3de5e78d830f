import { compareCode } from './compare-code.ts'
import { compareEnvironments } from './compare-environment.ts'
import { compareHooks } from './compare-hooks.ts'
import { compareLayers } from './compare-layers.ts'
import { comparePackages } from './compare-packages.ts'
import type { InstalledPackages } from './compare-packages.ts'
import { compareParameters } from './compare-parameters.ts'
import { compareSeries } from './compare-series.ts'
import { compareValues } from './compare-values.ts'
import { sectionOf } from './comparison.ts'
import type { ComparedRun, ReadCapturedFile } from './compared-run.ts'
import type { RunDiff, RunIdentity } from './run-diff.ts'

export interface DiffRunsOptions {
  /** Gives the captured files of a run. */
  readonly readerOf: (run: ComparedRun) => ReadCapturedFile
  /** Whether what is the same is listed, too. */
  readonly all?: boolean
  /** Whether the captured files are compared; true when left out. */
  readonly code?: boolean
}

/**
 * How the second run differs from the first. Executes nothing of either. Throws ARCHIVE_FORMAT where a document of a run is
 * not what runlab writes; captured files that cannot be read are said.
 */
export async function diffRuns(a: ComparedRun, b: ComparedRun, options: DiffRunsOptions): Promise<RunDiff> {
  const { readerOf, all = false, code = true } = options
  const sides = [capturedOf('A', a, readerOf), capturedOf('B', b, readerOf)] as const
  return {
    runs: [identify(a), identify(b)],
    parameters: sectionOf(compareParameters(a.meta, b.meta), all),
    layers: sectionOf(compareLayers(a.lineage, b.lineage), all),
    hooks: sectionOf(compareHooks(a.meta, b.meta), all),
    code: code ? sectionOf(await compareCode(...sides), all) : null,
    environment: sectionOf(compareEnvironments(a, b), all),
    packages: sectionOf(comparePackages(...sides), all),
    values: sectionOf(compareValues(a.values, b.values), all),
    series: sectionOf(compareSeries(a.tracked, b.tracked), all),
  }
}

function capturedOf(label: string, run: ComparedRun, readerOf: DiffRunsOptions['readerOf']): InstalledPackages {
  const { snapshot, environment } = run
  return { label, snapshot, packageManager: environment?.packageManager ?? null, read: readerOf(run) }
}

function identify({ folder, namespace, name, status, meta }: ComparedRun): RunIdentity {
  const error = meta.error === null ? null : `${meta.error.type}: ${meta.error.message}`
  return { folder, namespace, name, status, error, startTime: meta.start_time }
}
