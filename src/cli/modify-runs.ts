import { modifyRun } from '../archive/changes/modify-run.ts'
import type { FieldChange } from '../archive/changes/modify-run.ts'
import { refusePacked } from '../archive/zip/refuse-packed.ts'
import { asListed } from '../archive/listing/listed-run.ts'
import { RunlabError, runlabError } from '../errors.ts'
import type { JsonValue } from '../format/json-value.ts'
import { decodeValue } from '../format/tagged-json.ts'
import { changeOf, isAssignment, parseAssignment } from '../query/assignments.ts'
import { loadLanguage } from '../query/filter/environment.ts'
import { fieldsOf } from '../query/run-fields.ts'
import type { RunFields } from '../query/run-fields.ts'
import { valueText } from '../render/value-text.ts'
import { archiveOf } from './archive-option.ts'
import { countRuns, eachRun } from './each-run.ts'
import { nameInArchive, pickRuns } from './pick-runs.ts'
import { printErrors } from './print-errors.ts'
import { print, printJson } from './print.ts'
import { sayOnce } from './say-once.ts'
import { refuseRunning } from '../archive/status/refuse-running.ts'

export interface ModifyOptions {
  readonly where?: string
  readonly dryRun?: true
  readonly results?: string
  readonly json?: true
}

interface Plan {
  readonly folder: string
  readonly changes: readonly FieldChange[]
}

/** Changes the record of runs. All is checked before anything is changed. Gives the exit code: 2 where something is wrong. */
export async function modifyRuns(words: readonly string[], { where, dryRun, results, json }: ModifyOptions): Promise<number> {
  const archive = archiveOf(results)
  const assignments = words.filter(isAssignment)
  if (assignments.length === 0)
    throw runlabError('USAGE', { reason: "Say what to change: 'params.rate = 0.1'", help: 'runlab modify --help' })
  const wanted = words.filter((word) => !isAssignment(word))
  const runs = await pickRuns({ wanted, where, archive, command: 'modify' })
  await loadLanguage()
  const fields = runs.map(({ folder, name, namespace, standing }) =>
    fieldsOf(asListed({ folder, run: name, namespace }, standing), new Date()),
  )
  const parsed = assignments.map((text) => parseAssignment(fields, text))
  const { plans, problems } = planAll(fields, (one) => parsed.flatMap((assignment) => changeOf(one, assignment) ?? []), archive)
  if (problems.length > 0) {
    printErrors(sayOnce(problems))
    return 2
  }
  const changing = plans.filter(({ changes }) => changes.length > 0)
  const done =
    dryRun === true
      ? { results: changing, refused: 0 }
      : await eachRun(changing, 'modifying', (plan) => ({
          ...plan,
          changes: modifyRun(plan.folder, plan.changes, Date.now()),
        }))
  if (json === true) printJson(done.results.map(asJson))
  else print(sayPlans(done.results, { archive, unchanged: plans.length - changing.length, dryRun: dryRun === true }))
  return done.refused > 0 ? 2 : 0
}

function planAll(
  runs: readonly RunFields[],
  changesOf: (run: RunFields) => readonly FieldChange[],
  archive: string,
): { readonly plans: readonly Plan[]; readonly problems: readonly RunlabError[] } {
  const plans: Plan[] = []
  const problems: RunlabError[] = []
  for (const fields of runs) {
    const { folder, standing } = fields.run
    try {
      refusePacked(folder, 'modified')
      refuseRunning(nameInArchive(folder, archive), standing.life, 'modified')
      plans.push({ folder, changes: changesOf(fields) })
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      problems.push(error)
    }
  }
  return { plans, problems }
}

/** Runs whose changes are shown. */
const MOST_RUNS = 20

interface Saying {
  readonly archive: string
  readonly unchanged: number
  readonly dryRun: boolean
}

function sayPlans(plans: readonly Plan[], { archive, unchanged, dryRun }: Saying): string {
  const shown = plans.slice(0, MOST_RUNS).map(({ folder, changes }) => {
    const lines = changes.map(({ field, before, after }) => `  ${field}: ${textOf(before)} → ${textOf(after)}\n`)
    return `${nameInArchive(folder, archive)}\n${lines.join('')}`
  })
  const more = plans.length > MOST_RUNS ? `… ${plans.length - MOST_RUNS} more\n` : ''
  const rest = unchanged === 0 ? '' : `; ${unchanged} had it already`
  return `${shown.join('')}${more}${countRuns(plans.length)} ${dryRun ? 'would be modified' : 'modified'}${rest}\n`
}

function textOf(value: JsonValue): string {
  return valueText(decodeValue(value), 60)
}

function asJson({ folder, changes }: Plan): unknown {
  return { folder, changes: changes.map(({ field, before, after }) => ({ field, before, after })) }
}
