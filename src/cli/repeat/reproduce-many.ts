import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { readVerdict } from '../../archive/documents/read-verdict.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import type { ReproducesMeta } from '../../format/meta.ts'
import type { Verdict } from '../../format/verdict.ts'
import type { RunFields } from '../../query/run-fields.ts'
import { readRuns } from '../../query/read-runs.ts'
import { selectRuns } from '../../query/select.ts'
import { archiveOf } from '../archive-option.ts'
import { sayUnreadable } from '../print.ts'
import { tableFormatOf } from '../table-format.ts'
import type { TableFormat } from '../table-format.ts'
import { valueOfFlag } from './repeat-flags.ts'
import { reproduceInProcess } from './reproduce-in-process.ts'
import { nameOf } from './reproduction.ts'
import type { Reproduction } from './reproduction.ts'
import { printReproductions } from './reproductions-table.ts'

const FORMATS = ['json', 'csv', 'markdown', 'latex'] as const

/** A command line of a study: `--where` and the form of the table, and what each run is told. */
export interface StudyRequest {
  readonly where: string
  readonly format: TableFormat | null
  /** Also runs that have a verdict already. */
  readonly again: boolean
  readonly results: string | undefined
  readonly rest: readonly string[]
}

/** Null where the command line is about one run. Throws FLAG_VALUE_MISSING, FLAGS_CONFLICT. */
export function readStudyRequest(tokens: readonly string[]): StudyRequest | null {
  const end = tokens.indexOf('--')
  const own = end < 0 ? tokens : tokens.slice(0, end)
  const at = own.findIndex((token) => token === '--where' || token.startsWith('--where='))
  if (at < 0) return null
  const isInline = own[at] !== '--where'
  const where = isInline ? own[at]?.slice('--where='.length) : own[at + 1]
  if (where === undefined || where === '') throw runlabError('FLAG_VALUE_MISSING', { flag: '--where' })
  const others = own.filter((_, index) => index !== at && (isInline || index !== at + 1))
  for (const other of ['--check', '--env-only', '--keep'])
    if (others.includes(other))
      throw runlabError('FLAGS_CONFLICT', { one: '--where', other, reason: 'That is for one run at a time' })
  const flags = Object.fromEntries(FORMATS.filter((name) => others.includes(`--${name}`)).map((name) => [name, true as const]))
  const isOwn = (token: string): boolean => token === '--again' || FORMATS.some((name) => token === `--${name}`)
  return {
    where,
    format: tableFormatOf(flags),
    again: others.includes('--again'),
    results: valueOfFlag(others, '--results'),
    rest: [...withoutResults(others.filter((token) => !isOwn(token))), ...tokens.slice(own.length)],
  }
}

function withoutResults(tokens: readonly string[]): readonly string[] {
  return tokens.filter((token, at) => token !== '--results' && !token.startsWith('--results=') && tokens[at - 1] !== '--results')
}

/**
 * `runlab reproduce --where EXPR`: reproduces one run after the other, each by a command of its own, and ends in a table. Runs that have a verdict
 * already are not run again: a study that was interrupted goes on. Gives the exit code.
 */
export async function reproduceMany(request: StudyRequest): Promise<number> {
  const archive = archiveOf(request.results)
  const found = await readRuns(archive, {}, new Date())
  const selected = await selectRuns(found.runs, { where: request.where })
  await found.keep()
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  const originals = selected.filter(({ listed }) => listed.meta.reproduces === undefined).toReversed()
  const known = request.again ? new Map<string, Reproduction>() : verdictsOf(found.runs)
  const results: Reproduction[] = []
  let isStopped = false
  const stop = (): void => void (isStopped = true)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  for (const [index, { listed }] of originals.entries()) {
    if (isStopped) break
    const { namespace, run, folder } = listed
    const name = nameOf({ namespace, run })
    const before = known.get(pathInArchive({ namespace, run }))
    const says = (what: string): void => void process.stderr.write(`${index + 1} of ${originals.length}  ${name}  ${what}\n`)
    if (before !== undefined) says(`${before.verdict?.verdict}, as found before`)
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the machine
    const one = before ?? { namespace, run, ...(await reproduceInProcess(folder, [...request.rest, `--results=${archive}`])) }
    if (before === undefined && !isStopped) says(one.verdict?.verdict ?? `cannot be run again: ${one.reason}`)
    if (!isStopped || one.verdict !== null) results.push(one)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
  printReproductions(results, request.format, originals.length)
  if (isStopped) return 130
  if (results.some(({ verdict }) => verdict === null)) return 1
  return results.some(({ verdict }) => verdict?.verdict === 'different') ? 4 : 0
}

/** The newest verdict on each run that was reproduced, by its name. */
function verdictsOf(runs: readonly RunFields[]): ReadonlyMap<string, Reproduction> {
  const known = new Map<string, Reproduction>()
  for (const { listed } of runs) {
    const { reproduces } = listed.meta
    if (reproduces?.how !== 'reproduce') continue
    const name = pathInArchive(reproduces)
    const verdict = known.has(name) ? null : verdictIn(listed.folder, reproduces)
    if (verdict !== null)
      known.set(name, { namespace: reproduces.namespace, run: reproduces.run, verdict, folder: listed.folder, reason: null })
  }
  return known
}

/** Null where the run was not compared, or its verdict cannot be read: then it is reproduced again. */
function verdictIn(folder: string, { verdict }: ReproducesMeta): Verdict | null {
  if (verdict === null) return null
  try {
    return readVerdict(folder)
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}
