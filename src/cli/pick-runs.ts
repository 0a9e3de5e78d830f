import { relative } from 'node:path'
import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { findRun } from '../archive/listing/find-run.ts'
import { asListed } from '../archive/listing/listed-run.ts'
import { runlabError } from '../errors.ts'
import type { FoundRuns } from '../query/read-runs.ts'
import type { Selection } from '../query/select.ts'

/** Which runs a command is for: those that are named, or all; of them those that are selected. */
export interface RunChoice extends Selection {
  /** Names, beginnings or ends of names, paths, `latest`. */
  readonly wanted: readonly string[]
  readonly archive: string
  /** The command, for errors. */
  readonly command: string
}

/**
 * The runs that are named, each once, and of which an expression is true. Throws USAGE where neither is given, RUN_NOT_FOUND,
 * RUN_AMBIGUOUS, QUERY_INVALID, QUERY_FIELD_UNKNOWN.
 */
export async function pickRuns(choice: RunChoice): Promise<readonly ArchivedRun[]> {
  const { where, sort, limit } = choice
  const isAll = where === undefined && sort === undefined && limit === undefined
  return isAll ? await findNamed(choice) : (await pickFields(choice)).runs.map(({ run }) => run)
}

/** The same runs, as queries see them, and those that could not be read. Throws as `pickRuns` does. */
export async function pickFields(choice: RunChoice): Promise<Omit<FoundRuns, 'keep'>> {
  const { runs, unreadable } = await fieldsOfAll(await findNamed(choice), choice)
  const { selectRuns } = await import('../query/select.ts')
  return { runs: await selectRuns(runs, choice), unreadable }
}

/** Each once. */
async function findNamed({ wanted, where, limit, archive, command }: RunChoice): Promise<readonly ArchivedRun[]> {
  if (wanted.length === 0 && where === undefined && limit === undefined)
    throw runlabError('USAGE', { reason: 'Say which runs, by name or with --where', help: `runlab ${command} --help` })
  const named = new Map<string, ArchivedRun>()
  for (const text of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- each is as fast as the disk
    const run = await findRun(text, archive)
    named.set(run.folder, run)
  }
  return [...named.values()]
}

/** The language of filters is loaded where there is one. */
async function fieldsOfAll(
  named: readonly ArchivedRun[],
  { wanted, archive }: Pick<RunChoice, 'wanted' | 'archive'>,
): Promise<Omit<FoundRuns, 'keep'>> {
  const [{ readRuns }, { fieldsOf }, { loadLanguage }] = await Promise.all([
    import('../query/read-runs.ts'),
    import('../query/run-fields.ts'),
    import('../query/filter/environment.ts'),
  ])
  if (wanted.length === 0) return await readRuns(archive, {}, new Date())
  await loadLanguage()
  const runs = named.map((run) => {
    const { folder, name, namespace, standing } = run
    return fieldsOf(asListed({ folder, run: name, namespace }, standing), new Date())
  })
  return { runs, unreadable: [] }
}

/** Where a run lies, as its archive's commands name it; its path where it lies elsewhere. */
export function nameInArchive(folder: string, archive: string): string {
  const path = relative(archive, folder)
  return path.startsWith('..') ? folder : path
}
