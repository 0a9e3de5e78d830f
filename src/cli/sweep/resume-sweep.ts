import { dirname } from 'node:path'
import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { realSystem } from '../../runtime/system.ts'
import { continueSweep } from '../../sweep/running/continue-sweep.ts'
import { mergeRequests } from './merge-requests.ts'
import { parseTokens, readSweepRequest } from './read-sweep-request.ts'
import { runSweep } from './run-sweep.ts'

/**
 * Goes on with a sweep: with more trials, other values, more jobs, or what failed once more. `tokens`: flags of `runlab sweep`, and
 * `--retry failed`. Gives the exit code. Throws as `continueSweep`.
 */
export async function resumeSweep(folder: string, tokens: readonly string[]): Promise<number> {
  const { retriesFailed, rest } = takeRetry(tokens)
  const system = realSystem()
  const continued = await continueSweep(
    folder,
    {
      retriesFailed,
      amend: (was, loaded) => {
        const asked = readSweepRequest(rest, was.experiments, loaded)
        const { flags } = parseTokens(rest, loaded)
        for (const flag of ['name', 'namespace'] as const) {
          if (flags[flag] === undefined) continue
          const reason = `A sweep that goes on stays where it is: runlab resume does not take --${flag}`
          throw runlabError('USAGE', { reason, help: 'runlab resume --help' })
        }
        return mergeRequests(was, asked, new Set(Object.keys(flags)))
      },
    },
    system,
  )
  const { record } = continued
  const archive = archiveOfSweep(record.folder, record.state.definition.namespace)
  return await runSweep({ ...continued, archive, now: system.now })
}

function takeRetry(tokens: readonly string[]): { readonly retriesFailed: boolean; readonly rest: readonly string[] } {
  const at = tokens.findIndex((token) => token === '--retry' || token.startsWith('--retry='))
  const token = tokens[at]
  if (token === undefined) return { retriesFailed: false, rest: tokens }
  const value = token === '--retry' ? tokens[at + 1] : token.slice('--retry='.length)
  if (value !== 'failed')
    throw runlabError('FLAG_INVALID', {
      flag: '--retry',
      value: JSON.stringify(value ?? ''),
      expected: `failed${nearest(value ?? '', ['failed']) === null ? ', the trials that have failed' : ''}`,
    })
  return { retriesFailed: true, rest: tokens.toSpliced(at, token === '--retry' ? 2 : 1) }
}

/** The archive in which a sweep lies, wherever it was moved to. */
function archiveOfSweep(folder: string, namespace: string): string {
  return namespace.split('/').reduce((above) => dirname(above), dirname(folder))
}
