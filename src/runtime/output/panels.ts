import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { failedHookText } from '../../format/failed-hook.ts'
import { FILES } from '../../format/files.ts'
import { colorsFor } from '../../render/colors.ts'
import { durationText } from '../../render/duration-text.ts'
import { countWarnings } from '../../render/count-warnings.ts'
import { renderPanel } from '../../render/panel.ts'
import type { Panel, PanelRow } from '../../render/panel.ts'
import { quantityText } from '../../render/quantity-text.ts'
import { MASK } from '../../render/secret-text.ts'
import type { PreparedRun } from '../life/prepare-run.ts'

/** Prints what starts: the experiment, the parameters that differ from their defaults, the seed, the folder. */
export function printStartPanel(prepared: PreparedRun): void {
  const { record, resolved, request } = prepared
  if (!request.panels) return
  const { name, namespace, short_description: description, seed, seed_source: seedSource } = record.identity
  const changed = resolved.entries.filter((entry) => !entry.isDefault && entry.source !== 'derived' && entry.name !== 'seed')
  print(prepared, {
    title: name,
    tone: 'neutral',
    rows: [
      ...(description === '' ? [] : [{ label: 'about', text: description }]),
      ...(namespace === name ? [] : [{ label: 'namespace', text: namespace }]),
      ...(request.testing === true ? [{ label: 'testing', text: testingText(prepared) }] : []),
      ...changed.map((entry) => ({
        label: entry.name,
        text: entry.isSecret ? MASK : quantityText(entry.given ?? entry.value, entry.spec.unit ?? undefined),
      })),
      { label: 'seed', text: `${seed}${seedSource === 'drawn' ? ' (drawn)' : ''}` },
      folderRow(prepared),
    ],
  })
}

/** Prints how the run ended, its warnings, and where its record is. */
export function printEndPanel(prepared: PreparedRun): void {
  const { record, request } = prepared
  if (!request.panels) return
  const { error, status } = record
  const { artifacts, series, points } = record.count()
  const duration = durationText(record.duration * 1000)
  print(prepared, {
    title: status === 'done' ? `done in ${duration}` : `${status} in ${error?.phase ?? 'run'} after ${duration}`,
    tone: status === 'done' ? 'good' : 'bad',
    rows: [
      ...(error === null ? [] : [{ label: 'error', text: `${error.type}: ${error.message}` }]),
      ...(error?.hook === undefined ? [] : [{ label: 'in', text: failedHookText(error.hook), isWhole: true }]),
      ...countWarnings(record.warnings, record.tracked().refused).map((text) => ({ label: 'warning', text, isWhole: true })),
      ...(series === 0 ? [] : [{ label: 'tracked', text: trackedText(series, points) }]),
      ...(record.drawn === null ? [] : [{ label: 'drawn', text: record.drawn, isWhole: true }]),
      ...(artifacts === 0 ? [] : [{ label: 'artifacts', text: String(artifacts) }]),
      folderRow(prepared),
      ...(hasReport(prepared) ? [reportRow(prepared)] : []),
    ],
  })
}

/** A supervisor writes it later, and says so where it cannot. */
function hasReport({ folder, record, request }: PreparedRun): boolean {
  return request.supervisor?.isLost === false ? record.unwritten.length === 0 : existsSync(join(folder, FILES.report))
}

/** What is otherwise with `--testing`. */
function testingText({ specification }: PreparedRun): string {
  const names = [...specification.parameters.testing.keys()]
  return names.length === 0 ? 'the experiment has no values for testing' : `its own values of ${names.join(', ')}`
}

function trackedText(series: number, points: number): string {
  return `${points.toLocaleString('en')} ${points === 1 ? 'point' : 'points'} in ${series.toLocaleString('en')} series`
}

function folderRow({ folder, request }: PreparedRun): PanelRow {
  const path = relative(request.system.cwd(), folder)
  return { label: 'archive', text: path.startsWith('..') ? folder : path, url: pathToFileURL(`${folder}/`).href }
}

function reportRow({ folder, request }: PreparedRun): PanelRow {
  const file = join(folder, FILES.report)
  const path = relative(request.system.cwd(), file)
  return { label: 'report', text: path.startsWith('..') ? file : path, url: pathToFileURL(file).href }
}

function print({ request: { system } }: PreparedRun, panel: Panel): void {
  const { stdout, env } = system
  const columns = Math.min(stdout.columns || 80, 100)
  const text = renderPanel(panel, { colors: colorsFor(stdout, env), columns, links: stdout.isTTY === true })
  try {
    stdout.write(text)
  } catch {
    // The program has put a stream of its own in the place of standard output, and it throws: the record is what counts.
  }
}
