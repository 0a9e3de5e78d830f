import type { ErrorDetails } from '../errors.ts'
import { RunlabError, runlabError } from '../errors.ts'
import type { SeriesSummary } from '../format/series.ts'
import { contextText } from '../format/series-path.ts'
import { shellWord } from './command-line-text.ts'

/** Opens a series; what is wrong is said in flags, which are what people type here. */
export function openSeries<T>(tracked: readonly SeriesSummary[], name: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    throw inFlags(
      error,
      tracked.filter((summary) => summary.name === name),
    )
  }
}

function inFlags(error: unknown, named: readonly SeriesSummary[]): unknown {
  if (!(error instanceof RunlabError)) return error
  if (error.code === 'SERIES_AMBIGUOUS') {
    const details = error.details as ErrorDetails<'SERIES_AMBIGUOUS'>
    return runlabError('SERIES_AMBIGUOUS', { ...details, how: flagsOf(details.differ, named) })
  }
  if (error.code !== 'SERIES_NOT_FOUND') return error
  const details = error.details as ErrorDetails<'SERIES_NOT_FOUND'>
  return details.asked === undefined
    ? error
    : runlabError('SERIES_NOT_FOUND', { ...details, choices: flagsOf(details.asked, named) })
}

/** Flags that a sentence has room for. */
const MOST = 10

function flagsOf(what: 'context' | 'kind', named: readonly SeriesSummary[]): string {
  const words = named.map(({ context, kind }) => (what === 'kind' ? kind : context === null ? 'none' : contextText(context)))
  const flags = [...new Set(words)].map((word) => `--${what} ${shellWord(word)}`)
  return `${flags.slice(0, MOST).join(', ')}${flags.length > MOST ? ', …' : ''}`
}

/** Compares tables; a column that one lacks is said with the flag that named it. */
export function withColumnFlags<T>(columns: readonly string[] | undefined, compare: () => T): T {
  try {
    return compare()
  } catch (error) {
    if (!(error instanceof RunlabError) || error.code !== 'TABLE_KEY') throw error
    const details = error.details as ErrorDetails<'TABLE_KEY'>
    throw runlabError('TABLE_KEY', { ...details, flag: columns?.includes(details.key) === true ? '--columns' : '--key' })
  }
}
