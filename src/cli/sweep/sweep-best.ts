import { relative } from 'node:path'
import { findRun } from '../../archive/listing/find-run.ts'
import { runlabError } from '../../errors.ts'
import { linesOfSweep } from '../../sweep/running/open-sweep.ts'
import { SweepState } from '../../sweep/ledger/sweep-state.ts'
import { bestTrials, doneTrials, rankTrials } from '../../sweep/reading/rank-state.ts'
import { requestOf } from '../../sweep/running/trial-request.ts'
import { archiveOf } from '../archive-option.ts'
import { print } from '../print.ts'
import { readCount } from './read-sweep-request.ts'
import { outcomeText } from './trial-text.ts'

/** `runlab sweep best SWEEP [--trial N] > best.yml`: a trial's parameters as a config that runs. Throws SWEEP_NONE, SWEEP_BEST, RUN_NOT_FOUND. */
export async function bestOfSweep(tokens: readonly string[]): Promise<number> {
  const { sweep, results, trial: wanted } = readTokens(tokens)
  const run = await findRun(sweep, archiveOf(results))
  const state = new SweepState(linesOfSweep(run.folder))
  const { definition } = state
  const trial =
    wanted === undefined ? (bestTrials(state)[0] ?? onlyOne(state)) : rankTrials(state).find(({ number }) => number === wanted)
  if (trial === undefined)
    throw runlabError('SWEEP_BEST', {
      sweep: run.name,
      trial: wanted ?? null,
      objectives: definition.objectives.length,
      done: doneTrials(state).length,
    })
  const [repeat] = trial.repeats
  const { file, name, parameters } = requestOf(definition, trial, { seed: repeat?.seed ?? 0, run: '', archive: '', parent: '' })
  const what = definition.objectives.map(({ direction, expression }) => `${direction} ${expression}`).join(', ')
  const value = outcomeText(trial.outcome, definition.objectives)
  print(`# Trial ${trial.number} of the sweep ${definition.name}${what === '' ? '' : `: ${what}: ${value}`}\n`)
  const values = Object.fromEntries(
    Object.entries(parameters ?? {}).flatMap(([key, given]) => ('value' in given ? [[key, given.value]] : [])),
  )
  const extend = relative(process.cwd(), file)
  const { stringify } = await import('yaml')
  print(
    stringify({
      extend: `${extend.startsWith('.') ? '' : './'}${extend}${name === undefined ? '' : `#${name}`}`,
      parameters: values,
    }),
  )
  return 0
}

function onlyOne(state: SweepState): ReturnType<typeof doneTrials>[number] | undefined {
  const done = doneTrials(state)
  return done.length === 1 ? done[0] : undefined
}

function readTokens(tokens: readonly string[]): {
  readonly sweep: string
  readonly results: string | undefined
  readonly trial: number | undefined
} {
  let [sweep, results, trial]: (string | undefined)[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    const [, flag, inline] = /^--(results|trial)(?:=(.*))?$/.exec(token) ?? []
    if (flag === undefined && (sweep !== undefined || token.startsWith('-')))
      throw runlabError('USAGE', { reason: `runlab sweep best does not take ${token}`, help: 'runlab sweep --help' })
    if (flag === undefined) sweep = token
    else {
      const value = inline ?? tokens[++at]
      if (flag === 'results') results = value
      else trial = value
    }
  }
  if (sweep === undefined)
    throw runlabError('USAGE', { reason: 'runlab sweep best needs the name of a sweep', help: 'runlab sweep --help' })
  return { sweep, results, trial: trial === undefined ? undefined : readCount('--trial', trial, 0) }
}
