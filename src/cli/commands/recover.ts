import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { describeEnding } from '../../archive/status/describe-ending.ts'
import { listRuns } from '../../archive/listing/list-runs.ts'
import { judgeStanding, readLife, readMeta } from '../../archive/status/read-status.ts'
import type { RunLife, Standing } from '../../archive/status/read-status.ts'
import { wasAbandoned } from '../../archive/claims/was-abandoned.ts'
import { isUndrawn, sayUndrawn } from '../../archive/status/undrawn.ts'
import { refusePacked } from '../../archive/zip/refuse-packed.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { finish } from '../../finish/finish.ts'
import type { Finished } from '../../finish/finish.ts'
import { findCredentials } from '../../secrets/credential-variables.ts'
import type { DrawnRun } from '../../drawing/draw-run.ts'
import { archiveOf } from '../archive-option.ts'
import { findRun } from '../../archive/listing/find-run.ts'
import { printErrors } from '../print-errors.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly results?: string
  readonly all?: true
  readonly assumeDead?: true
  readonly visuals: boolean
  readonly json?: true
}

/** One run of the command line: what was done, or why it was refused. */
type Outcome = Recovered | { readonly run: string; readonly error: RunlabError }

interface Recovered extends Finished {
  readonly folder: string
  readonly standing: Standing
}

/** `runlab recover RUN…`: completes what runs have left whose process died. */
export function recoverCommand(program: Command, end: (exitCode: number) => void): void {
  const command: Command = program
    .command('recover')
    .description('complete what a run has left whose process died')
    .argument('[runs...]', 'paths, names, beginnings or ends of names, or "latest"')
    .option('--results <dir>', 'the archive')
    .addOption(new Option('--all', 'every run of the archive whose process died').conflicts('assumeDead'))
    .option('--assume-dead', 'also where it cannot be told from here whether the process has ended')
    .option('--no-visuals', 'do not draw what was tracked; runlab draw does it later')
    .option('--json', 'what was done as JSON')
    .action(async (wanted: readonly string[], options: Options) => {
      if ((wanted.length === 0) === (options.all !== true)) command.error('Say which runs to recover, or --all')
      const archive = archiveOf(options.results)
      const runs = options.all === true ? deadRunsOf(archive) : wanted
      const outcomes: Outcome[] = []
      // oxlint-disable-next-line no-await-in-loop -- each is as fast as the disk
      for (const run of runs) outcomes.push(await recover(run, archive, options))
      printOutcomes(outcomes, options)
      end(outcomes.some((outcome) => 'error' in outcome) ? 2 : 0)
    })
}

function deadRunsOf(archive: string): readonly string[] {
  return listRuns(archive).flatMap((run) => ('life' in run && (run.life === 'dead' || diedDrawing(run)) ? [run.folder] : []))
}

/** The record of such a run is complete but for what was left lying about. */
function diedDrawing({ folder, life }: { readonly folder: string; readonly life: RunLife }): boolean {
  return life === 'ended' && wasAbandoned(folder) && readLife(folder).liveness !== 'alive'
}

async function recover(run: string, archive: string, { assumeDead, visuals }: Options): Promise<Outcome> {
  try {
    const { folder } = await findRun(run, archive)
    refusePacked(folder, 'recovered')
    const secrets = findCredentials(process.env, existsSync).map(({ value }) => value)
    const isDrawn = visuals && process.env['RUNLAB_VISUALS'] !== '0'
    const draw = isDrawn ? async () => await drawLater(folder, secrets) : null
    const finished = await finish(folder, { by: 'recover', now: Date.now(), draw, assumeDead, secrets })
    return { folder, standing: judgeStanding(folder, readMeta(folder)), ...finished }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { run, error }
  }
}

/** Other commands do without what draws. */
async function drawLater(folder: string, secrets: readonly string[]): Promise<DrawnRun> {
  const { drawLeft } = await import('../../runtime/drawing/draw-left.ts')
  return await drawLeft(folder, { secrets })
}

function printOutcomes(outcomes: readonly Outcome[], { json, all }: Options): void {
  if (json === true) {
    printJson(outcomes.map(asJson))
    return
  }
  if (all === true && outcomes.length === 0) print('no run of which the process died\n')
  for (const outcome of outcomes) {
    if ('error' in outcome) printErrors([outcome.error])
    else print(asText(outcome))
  }
}

function asText({ folder, standing, done, isComplete }: Recovered): string {
  const left = leftToDraw(folder, standing)
  if (isComplete) return `nothing to recover: ${standing.status}, and complete\n${left}${folder}\n`
  const facts = done.map((fact) => `  ${fact}\n`).join('')
  return `recovered: ${describeEnding(folder, standing)?.text ?? standing.status}\n${facts}${left}${folder}\n`
}

function leftToDraw(folder: string, { meta }: Standing): string {
  const command = `runlab draw ${basename(folder)}`
  const undrawn = sayUndrawn(folder)
  if (undrawn !== null) return `${undrawn}: ${command} draws all of it\n`
  const isUntouched = meta.counts.series > 0 && meta.recovered !== undefined && !existsSync(join(folder, FILES.drawn))
  return isUntouched ? `${command} draws what it tracked\n` : ''
}

function asJson(outcome: Outcome): unknown {
  if ('error' in outcome) return { run: outcome.run, error: outcome.error.message, code: outcome.error.code }
  const { folder, standing, done, isComplete } = outcome
  return {
    folder,
    status: standing.status,
    ending: describeEnding(folder, standing),
    recovered: !isComplete,
    done,
    undrawn: isUndrawn(folder),
  }
}
