import { posix } from 'node:path'
import type { Command } from 'commander'
import { readAlive } from '../../archive/status/read-status.ts'
import { sayUndrawn } from '../../archive/status/undrawn.ts'
import { resultOf } from '../../archive/opening/result-of.ts'
import { failedStepText } from '../../format/failed-hook.ts'
import { FILES } from '../../format/files.ts'
import type { JsonObject } from '../../format/json-value.ts'
import type { ParameterMeta, RunMeta } from '../../format/meta.ts'
import type { SnapshotRecord } from '../../format/records.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { shortRunName } from '../../format/run-name.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { wasSet } from '../../format/was-set.ts'
import { agoText } from '../../render/ago-text.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { colorsFor } from '../../render/colors.ts'
import type { Colors } from '../../render/colors.ts'
import { countWarnings } from '../../render/count-warnings.ts'
import { cutMiddle } from '../../render/cut-middle.ts'
import { durationText } from '../../render/duration-text.ts'
import { lineageSections } from '../../render/lineage-sections.ts'
import { quantityText } from '../../render/quantity-text.ts'
import { secretText } from '../../render/secret-text.ts'
import { valueText } from '../../render/value-text.ts'
import { wrapText } from '../../render/wrap-text.ts'
import { archiveOf } from '../archive-option.ts'
import { findRun } from '../../archive/listing/find-run.ts'
import { readableRun } from '../readable-run.ts'
import type { ReadableRun } from '../readable-run.ts'
import { paintStatus } from '../paint-status.ts'
import { showJson } from '../show-json.ts'
import { parentText } from '../../render/parent-text.ts'
import { plainTable } from '../table.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly results?: string
  readonly json?: true
}

/** `runlab show RUN`: what a run was, and what it left. */
export function showCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('show')
    .summary('show one run: ending, parameters, values, series, artifacts')
    .description('show a run: how it ended, parameters, values, series, artifacts')
    .argument('<run>', 'a path, a name, the beginning or end of a name, or "latest"')
    .option('--results <dir>', 'the archive')
    .option('--json', 'everything as JSON')
    .action(async (wanted: string, options: Options) => {
      const run = readableRun(await findRun(wanted, archiveOf(options.results)))
      if (options.json === true) printJson(showJson(run))
      else print(asText(run))
      end(run.damage.length === 0 ? 0 : 1)
    })
}

function asText(run: ReadableRun): string {
  const width = process.stdout.columns || 100
  const colors = colorsFor(process.stdout, process.env)
  const section = (title: string, rows: readonly (readonly string[])[]): string =>
    rows.length === 0 ? '' : `\n${colors.bold(title)}\n${indent(plainTable(rows.map(cutName(width)), width - 2))}`
  const { meta } = run
  const description = wrapText(meta.short_description, width)
    .map((line) => `${line}\n`)
    .join('')
  const failure = failureOf(run)
  const status = `${paintStatus(failure ?? run.status, run.status, colors)}${meta.testing ? ' (testing)' : ''}`
  const now = Date.now()
  const undrawn = sayUndrawn(run.folder)
  const head = `${colors.bold(`${run.namespace}/${run.name}`)}\n${description}${status}${timeText(run, now)}, started ${startOf(run)}\n`
  return [
    head,
    annotationsText(run),
    parentLine(run),
    repeatsText(run, colors),
    endingText(run, now),
    undrawn === null ? '' : `${undrawn}: runlab draw ${run.name} draws all of it\n`,
    errorText(run, colors.red),
    section('last output', run.ending?.complete === false ? run.ending.lastOutput.map((line) => [line]) : []),
    section(
      'not written',
      meta.unwritten.map(({ path, reason }) => [path, reason]),
    ),
    section('results', resultRows(run)),
    ...parameterSections(run, { colors, width, section }),
    section('values', leafRows(run.values)),
    section('tracked', seriesRows(run.tracked)),
    section(
      'artifacts',
      run.artifacts.map(({ name, size }) => [name, bytesText(size)]),
    ),
    section(
      'inputs',
      run.inputs.map(({ path, size, sha256 }) => [path, bytesText(size), sha256?.slice(0, 12) ?? '']),
    ),
    section('ran with', surroundingRows(run)),
    warningsText(run, width, colors.bold),
    textsBelow('damaged', run.damage.length === 0 ? [] : [...run.damage, SEE_VERIFY], { width, paint: colors.red }),
    `\n${run.folder}\n`,
  ].join('')
}

function annotationsText({ tags, notes }: ReadableRun): string {
  const lines = notes.map(({ time, text }) => `note of ${new Date(time).toLocaleString('sv')}: ${text}\n`)
  return `${tags.length === 0 ? '' : `tags: ${tags.join(', ')}\n`}${lines.join('')}`
}

function parentLine({ meta }: ReadableRun): string {
  const parent = parentText(meta)
  return parent === null ? '' : `started by ${parent}\n`
}

/** Which run it repeats, and whether it gave the same. */
function repeatsText({ meta: { reproduces } }: ReadableRun, colors: Colors): string {
  if (reproduces === undefined) return ''
  const { namespace, run, how, verdict } = reproduces
  const paint = verdict === 'different' ? colors.red : verdict === 'identical' ? colors.green : colors.yellow
  const said = verdict === null ? 'not compared' : paint(verdict)
  return `${REPEATED[how]} ${namespace}/${shortRunName(run)}: ${said}\n`
}

const REPEATED = { rerun: 'rerun of', reproduce: 'reproduces', expect: 'expected to be' } as const

/** Names in a first column leave room for what is said of them. */
function cutName(width: number): (row: readonly string[]) => readonly string[] {
  const most = Math.max(24, Math.floor(width / 2))
  return ([name = '', ...cells]) => [cells.length === 0 ? name : cutMiddle(name, most), ...cells]
}

/** In full: each with a line begun for it. */
function warningsText({ meta }: ReadableRun, width: number, paint: (text: string) => string): string {
  return textsBelow('warnings', countWarnings(meta.warnings, meta.refused), { width, paint })
}

const SEE_VERIFY = 'runlab verify checks all of the run, and says what can be done.'

function textsBelow(
  title: string,
  sentences: readonly string[],
  { width, paint }: { readonly width: number; readonly paint: (text: string) => string },
): string {
  const texts = sentences.map((sentence) => `  ${wrapText(sentence, width - 4).join('\n    ')}\n`)
  return texts.length === 0 ? '' : `\n${paint(title)}\n${texts.join('')}`
}

function codeText({ folder = FILES.code, files, entry }: SnapshotRecord): string {
  return `${files.length === 1 ? '1 file' : `${files.length} files`}, entry ${posix.join(folder, entry)}`
}

/** How long it took, or runs. */
function timeText({ status, meta }: ReadableRun, now: number): string {
  if (status === 'running') return ` for ${durationText(Math.max(0, now - meta.start_time * 1000))}`
  return meta.end_time === null ? '' : ` ${status === 'done' ? 'in' : 'after'} ${durationText(meta.duration * 1000)}`
}

function startOf({ meta }: ReadableRun): string {
  return new Date(meta.start_time * 1000).toLocaleString('sv')
}

/** `failed in run`, where that is all that is to be said of how a run ended. */
function failureOf({ status, ending, meta: { error } }: ReadableRun): string | null {
  const failed = error === null || status !== 'failed' ? null : `failed in ${failedStepText(error)}`
  return failed === ending?.text ? failed : null
}

/** What the status alone does not say, and what can be done about it. */
function endingText(run: ReadableRun, now: number): string {
  const { ending, status, standing } = run
  if (standing.life === 'working' && status !== 'running') return `finalising: ${run.meta.phase} is not over\n`
  if (standing.life === 'unknown') return lifeUnknownText(run, now)
  if (ending === null || ending.text === status || ending.text === failureOf(run)) return ''
  const advice = ending.complete || standing.life === 'ended' || ending.text.includes('runlab recover')
  return `${ending.text}\n${advice ? '' : 'runlab recover completes what it left\n'}`
}

function lifeUnknownText({ folder, standing, environment }: ReadableRun, now: number): string {
  const host = readAlive(folder)?.host ?? environment?.host
  const place = host === undefined ? '' : ` on ${host}`
  const sign = standing.lastSign === null ? '' : `; last sign of life ${agoText(now - standing.lastSign)}`
  return `whether its process still runs${place} cannot be told from here${sign}\n`
}

function errorText({ meta: { error }, ending }: ReadableRun, paint: (text: string) => string): string {
  if (error === null) return ''
  const step = failedStepText(error)
  const where = ending?.text.includes(`in ${step}`) === true ? '' : ` (in ${step})`
  return `${paint(`${error.type}: ${error.message}`)}${where}\n${error.stack === null ? '' : indent(`${withoutHead(error.stack, `${error.type}: ${error.message}`)}\n`)}`
}

interface ShowStyle {
  readonly colors: Colors
  readonly width: number
  readonly section: (title: string, rows: readonly (readonly string[])[]) => string
}

/** The layers of a run, its parameters with what each layer made of them, its hooks. */
function parameterSections(run: ReadableRun, { colors, width, section }: ShowStyle): readonly string[] {
  const rows = parameterRows(run)
  if (run.lineage === null) return [section('parameters', rows)]
  const values = rows.map(([name = '', value = '', source = '']) => ({ name, value, source }))
  return lineageSections(run.lineage, { values, colors, width })
}

function parameterRows(run: ReadableRun): string[][] {
  return Object.entries(run.meta.parameters).map(([name, parameter]) => [
    name,
    parameter.redacted === true ? secretText(parameter) : quantityText(run.params[name], parameter.unit),
    sourceOf(parameter),
  ])
}

function sourceOf({ source, original }: ParameterMeta): string {
  if (original !== undefined) return `modified, was ${valueText(decodeValue(original), 30)}`
  return wasSet(source) ? source : ''
}

/** What the experiment is about, with unit and direction. */
function resultRows(run: ReadableRun): string[][] {
  return run.meta.results.map(({ name, direction, unit }) => {
    const value = resultOf(run, name)
    const text = value === undefined ? '–' : typeof value === 'number' ? shortNumber(value) : valueText(value)
    return [
      name,
      unit === null || value === undefined ? text : `${text} ${unit}`,
      direction === null ? '' : `${direction} is best`,
    ]
  })
}

/** The leaves of the value tree, at most forty. */
function leafRows(values: Readonly<Record<string, unknown>>): string[][] {
  const rows: string[][] = []
  const walk = (tree: Readonly<Record<string, unknown>>, path: string): void => {
    for (const [key, value] of Object.entries(tree)) {
      const isTree = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
      if (isTree) walk(value as Readonly<Record<string, unknown>>, `${path}${key}/`)
      else rows.push([`${path}${key}`, typeof value === 'number' ? shortNumber(value) : valueText(value)])
    }
  }
  walk(values, '')
  return rows.length <= 40 ? rows : [...rows.slice(0, 40), [`… ${rows.length - 40} more in experiment_data.json`, '']]
}

/** Series with what is known of them, at most twenty. */
function seriesRows(tracked: readonly SeriesSummary[]): string[][] {
  const rows = tracked.slice(0, MOST_SERIES).map((series) => {
    const { name, context, kind, count, last, min, max, nonFinite } = series
    const points = `${count.toLocaleString('en')} ${count === 1 ? 'point' : 'points'}`
    const what = kind === 'number' ? points : `${points}, ${kind}`
    const range = min === null || max === null || count === 1 ? '' : `${shortNumber(min)} … ${shortNumber(max)}`
    return [
      context === null ? name : `${name} ${contextText(context)}`,
      what,
      last === null ? '' : `last ${shortNumber(last)}`,
      nonFinite === 0 ? range : `${range} (${nonFinite} not finite)`.trim(),
    ]
  })
  return tracked.length <= MOST_SERIES ? rows : [...rows, [`… ${tracked.length - MOST_SERIES} more: see --json`, '', '', '']]
}

const MOST_SERIES = 20

function contextText(context: JsonObject): string {
  return Object.entries(context)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}

function shortNumber(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
}

function surroundingRows({ meta, environment, snapshot }: ReadableRun): string[][] {
  const { git } = meta
  return [
    ...(isFileName(meta) ? [] : [['experiment', meta.name]]),
    ...(meta.testing ? [['testing', 'with the values for --testing']] : []),
    ...(meta.seed === null ? [] : [['seed', `${meta.seed}${meta.seed_source === 'drawn' ? ' (drawn)' : ''}`]]),
    ...(git === null
      ? []
      : [
          [
            'git',
            `${git.commit.slice(0, 10)}${git.branch === null ? '' : ` on ${git.branch}`}${git.dirty ? ', with changes' : ''}`,
          ],
        ]),
    ...(environment === null
      ? []
      : [
          [
            'runtime',
            `node ${environment.runtime.version} on ${environment.os.platform} ${environment.os.arch}, ${environment.host}`,
          ],
        ]),
    ...(snapshot === null ? [] : [['code', codeText(snapshot)]]),
  ]
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

/** Whether the experiment is called as its file, or as its namespace ends. */
function isFileName({ name, file, namespace }: RunMeta): boolean {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  return file === '' || name === stem || namespace.endsWith(`/${name}`)
}

/** The frames of a stack, whose head has been said. */
function withoutHead(stack: string, head: string): string {
  return stack.startsWith(`${head}\n`) ? stack.slice(head.length + 1) : stack
}
