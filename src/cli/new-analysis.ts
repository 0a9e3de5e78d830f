import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { ManyRunsFacts } from '../analysis/many/steps.ts'
import { findArchive } from '../archive/listing/find-project.ts'
import { runlabError } from '../errors.ts'
import { checkNameSegment } from '../format/run-name.ts'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { isInside } from '../internal/is-inside.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { chooseAnalysis } from '../query/choose-analysis.ts'
import { readRuns } from '../query/read-runs.ts'
import { selectRuns } from '../query/select.ts'
import { commandLine } from './command-line-text.ts'
import { namespaceOf } from './namespace-argument.ts'
import { print, sayUnreadable } from './print.ts'

export interface NewAnalysisOptions {
  readonly where?: string
  readonly name?: string
  readonly notebook?: true
  readonly results?: string
  /** The working directory, when left out. */
  readonly cwd?: string
}

/**
 * Writes a script or notebook over the runs that are asked for, and says how it is started. Throws ANALYSIS_EMPTY, ANALYSIS_SEVERAL,
 * ANALYSIS_EXISTS, NAME_INVALID, ARCHIVE_UNWRITABLE and what queries throw.
 */
export async function newAnalysis(
  wanted: string | undefined,
  { where, notebook, cwd = process.cwd(), ...options }: NewAnalysisOptions,
): Promise<void> {
  const { archive, root } = findArchive({ from: cwd, cwd, env: process.env, results: options.results })
  const namespace = namespaceOf(wanted, archive)
  const found = await readRuns(archive, { namespace }, new Date())
  const runs = await selectRuns(found.runs, { where })
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  const chosen = chooseAnalysis(runs)
  if (chosen === null) throw runlabError('ANALYSIS_EMPTY', { archive, runs: runs.length, where: where ?? null })
  const { experiments, by } = chosen
  if (experiments.length > 1 && namespace === undefined && where === undefined)
    throw runlabError('ANALYSIS_SEVERAL', { archive, experiments })
  const name = checkNameSegment('name', options.name ?? nameFrom(experiments, namespace))
  const file = resolve(cwd, FOLDER, `${name}.${notebook === true ? 'ipynb' : 'ts'}`)
  const facts: ManyRunsFacts = {
    ...chosen,
    name,
    folder: FOLDER,
    namespace,
    // A filter that others' runs do not pass, when there will be some.
    where: where ?? (namespace === undefined ? `name == ${JSON.stringify(experiments[0])}` : undefined),
    archive: isInside(root, archive) ? relative(dirname(file), archive).split(sep).join('/') : archive,
    runs: runs.length,
    command: commandLine(),
  }
  writeNew(file, notebook === true ? await notebookOf(facts) : await scriptOf(facts))
  await found.keep()
  const varies = by.length === 0 ? 'nothing but the seed' : by.join(', ')
  print(`${file}\n  ${runs.length} runs of ${experiments.join(', ')}; varies: ${varies}\n`)
  print(
    `  ${notebook === true ? 'for the kernel of Deno: its first cell says how it is started' : `run it:  npx runlab analyse ${relative(cwd, file)}`}\n`,
  )
}

const FOLDER = 'analysis'

const scriptOf = async (facts: ManyRunsFacts): Promise<string> =>
  (await import('../analysis/many/script.ts')).manyRunsScript(facts)
const notebookOf = async (facts: ManyRunsFacts): Promise<string> =>
  (await import('../analysis/many/notebook.ts')).manyRunsNotebook(facts)

/** After the experiment; where there are several, after the namespace. */
function nameFrom(experiments: readonly string[], namespace: string | undefined): string {
  const [only = 'runs'] = experiments
  const text = experiments.length === 1 ? only : (namespace?.split('/').at(-1) ?? 'runs')
  return text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[.-]+|-+$/g, '') || 'runs'
}

/** Throws ANALYSIS_EXISTS rather than replace a file, which may be somebody's work. */
function writeNew(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST' && statIfThere(file, 'look at') !== undefined)
      throw runlabError('ANALYSIS_EXISTS', { file })
    throw asUnwritable(error, file)
  }
}
