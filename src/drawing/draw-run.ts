import { join, relative, sep } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { ImageStrip, Visual, VisualRules } from '../api/visual.ts'
import type { Series } from '../api/tracking.ts'
import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { refuseLinksOut } from '../archive/changes/refuse-links-out.ts'
import { readLife } from '../archive/status/read-status.ts'
import { beginDrawing, endDrawing, removePartialPictures } from '../archive/status/undrawn.ts'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { seriesKey } from '../format/series.ts'
import type { VisualRecord } from '../format/visuals.ts'
import { staysInside } from '../internal/stays-inside.ts'
import { systemErrorReason } from '../internal/system-error-reason.ts'
import { faultOfSealed } from '../tracking/reading/sealed-file.ts'
import { KindRegistry } from '../tracking/kinds/registry.ts'
import { Redactor } from '../secrets/redactor.ts'
import { maskValues } from '../secrets/mask-values.ts'
import { maskVisual } from './mask-visual.ts'
import { jsonLook } from './json-look.ts'
import { compileNumbers, withUnit } from './compile-numbers.ts'
import { drawVisual } from './draw-visual.ts'
import { NameBook } from './name-book.ts'
import { idleRules, oddEnds } from './idle-rules.ts'
import { withParameterUnits } from '../archive/documents/parameter-units.ts'
import { MOST_SERIES, planVisuals } from './plan-visuals.ts'
import type { PlannedVisual } from './plan-visuals.ts'
import { VisualFolder } from './visual-folder.ts'
import { VisualIndex, readVisuals } from './visual-index.ts'

export interface DrawRunOptions {
  readonly rules: VisualRules
  /** What kinds of the experiment's own say of their series, by `seriesKey`: their code is not at hand when an archive is drawn. */
  readonly compiled?: ReadonlyMap<string, readonly Visual[]>
  /** Series that are drawn each by itself; 200 when left out. */
  readonly most?: number
  /** Visuals, by `DrawProgress.visual`, that are left out, and why: what drew them did not live on. */
  readonly lost?: ReadonlyMap<string, string>
  /** Called between visuals, and while a video is made. */
  readonly onProgress?: (progress: DrawProgress) => void
  /** What is not drawn when it is aborted is left out. */
  readonly signal?: AbortSignal
  /** What must not be drawn. What was tracked has none already. */
  readonly secrets?: readonly string[]
}

export interface DrawProgress {
  /** Of all that is drawn: 0…1. */
  readonly share: number
  /** What is drawn now. */
  readonly title: string
  /** Which visual of the run, also where others have come meanwhile. */
  readonly visual: string
}

export interface DrawnRun {
  readonly visuals: readonly VisualRecord[]
  /** What could not be drawn, in sentences. */
  readonly failed: readonly string[]
  /** What is odd of a run that came to its end, in sentences: series that end in no number, and rules that ask for something in vain. */
  readonly idle: readonly string[]
}

/**
 * Draws what a run has tracked into `visuals/`, and lists it in `.runlab/visuals.jsonl`, a line as each is done. What was
 * drawn before is replaced, apart from what `e.plot` drew. What cannot be drawn is a note in the list and does not keep the
 * rest from being drawn. Until it is over, `.runlab/undrawn` says that it is not. Throws ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT.
 */
export async function drawRun(run: ArchivedRun, options: DrawRunOptions): Promise<DrawnRun> {
  const { most = MOST_SERIES, signal = new AbortController().signal } = options
  const redactor = new Redactor(options.secrets ?? [])
  const rules = maskValues(redactor, options.rules)
  refuseLinksOut(run.folder, [FILES.internal, FILES.visuals])
  const { tracked } = run // where it cannot be read, what was drawn before stays
  await keepWhatCannotBeDrawn(run)
  beginDrawing(run.folder)
  // A process that lives, here or elsewhere, may be about to complete them.
  if (['dead', null].includes(readLife(run.folder).liveness)) removePartialPictures(run.folder)
  const { visuals: planned, left } = planVisuals(tracked, withParameterUnits(rules, run), most)
  const index = new VisualIndex(run.folder, redactor)
  const names = new NameBook()
  for (const { files } of index.beginAnew()) for (const file of files) names.reserve(file)
  const failed: string[] = []
  const drawn = new Map<PlannedVisual, readonly VisualRecord[]>()
  const own = index.records
  try {
    for (const [i, plan] of slowLast(planned).entries()) {
      if (signal.aborted) break
      const visual = identityOf(plan)
      const report = (within: number): void =>
        options.onProgress?.({ share: (i + within) / planned.length, title: plan.title, visual })
      report(0)
      const drawer = { run, names, options, redactor, signal, report, failed, lost: options.lost?.get(visual) }
      // oxlint-disable-next-line no-await-in-loop -- one at a time: each takes the processor, and memory
      const records = await drawPlanned(plan, drawer)
      drawn.set(plan, records)
      for (const record of records) index.add(record)
      // oxlint-disable-next-line no-await-in-loop -- signals are heard in between
      await turn()
    }
    const rest = left > 0 ? [noteOf(left, most)] : []
    for (const record of rest) index.add(record)
    index.order([...own, ...planned.flatMap((plan) => drawn.get(plan) ?? []), ...rest])
  } finally {
    index.close()
  }
  if (!signal.aborted) endDrawing(run.folder)
  return {
    visuals: index.records,
    failed,
    idle: run.meta.status === 'done' ? [...oddEnds(tracked), ...idleRules(tracked, rules)] : [],
  }
}

/** Pictures of points that are damaged since are all that is left of them. Throws ARCHIVE_FORMAT. */
async function keepWhatCannotBeDrawn({ folder }: ArchivedRun): Promise<void> {
  const isDrawn = readVisuals(folder).some(({ group, files }) => group !== 'own' && files.length > 0)
  const fault = isDrawn ? await faultOfSealed(folder) : null
  if (fault === null) return
  const reason = `${fault}. The pictures that were drawn before stay as they are; runlab verify says which series are whole`
  throw runlabError('ARCHIVE_FORMAT', { file: join(folder, FILES.points), reason })
}

function identityOf({ name, context, part, series }: PlannedVisual): string {
  return JSON.stringify([name, context, part ?? null, series.length === 1 && series[0]?.summary.kind])
}

/** Videos after all others: who ends a run by a signal has seconds for its pictures, and one video may take all of them. */
function slowLast(planned: readonly PlannedVisual[]): readonly PlannedVisual[] {
  const isSlow = ({ series: [first] }: PlannedVisual): boolean => ['image', 'figure'].includes(first?.summary.kind ?? '')
  return [...planned.filter((plan) => !isSlow(plan)), ...planned.filter(isSlow)]
}

interface Drawer {
  readonly run: ArchivedRun
  readonly names: NameBook
  readonly options: DrawRunOptions
  readonly redactor: Redactor
  readonly signal: AbortSignal
  readonly report: (within: number) => void
  readonly failed: string[]
  /** Why it is not drawn again. */
  readonly lost: string | undefined
}

async function drawPlanned(plan: PlannedVisual, drawer: Drawer): Promise<readonly VisualRecord[]> {
  const { run, names, redactor, signal, report, failed, lost } = drawer
  const { group, title } = plan
  const series = plan.series.map(({ summary: { name, context } }) => ({ name, context }))
  const folder = new VisualFolder(run.folder, redactor)
  const records: VisualRecord[] = []
  try {
    if (lost !== undefined) throw new Error(lost)
    for (const visual of compile(plan, drawer)) {
      const base = names.take(plan.name, plan.context, plan.part ?? visual.part)
      const onProgress = (done: number, total: number): void => report(done / total)
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      const drawn = await drawVisual(visual, { base, folder, signal, onProgress })
      records.push(...drawn.map((each) => ({ ...each, title: each.title === '' ? plan.name : each.title, group, series })))
    }
  } catch (error) {
    if (signal.aborted) return records
    const reason = systemErrorReason(error) ?? (error instanceof Error ? error.message : String(error))
    const note = `${title} could not be drawn: ${reason}`
    failed.push(note)
    records.push({ title, form: 'note', group, series, files: [], alt: note, note })
  }
  return records
}

function compile(plan: PlannedVisual, { run, options, redactor }: Drawer): readonly Visual[] {
  const open = (index: number): Series => {
    const { name, context, kind } = (plan.series[index] as PlannedVisual['series'][number]).summary
    return run.series(name, { context, kind })
  }
  const [first] = plan.series
  if (first === undefined) return []
  const { summary } = first
  if (summary.kind === 'number') return [compileNumbers(plan, open, run.meta.start_time * 1000)]
  const known = options.compiled?.get(seriesKey(summary))
  if (known !== undefined) return known.map((visual) => maskVisual(redactor, visual))
  const label = withUnit(summary.name.slice(summary.name.lastIndexOf('/') + 1), plan.options.unit)
  const look = { title: plan.title, label, options: plan.options }
  const visuals = (KINDS.get(summary.kind)?.compile ?? jsonLook)(open(0), look)
  for (const visual of visuals) if (visual.type === 'images') refuseForeign(run.folder, visual.frames)
  return visuals
}

/** Archives come from others: a link among their images must not bring a private picture into a video that is sent on. */
function refuseForeign(folder: string, frames: ImageStrip['frames']): void {
  const foreign = frames.find(({ file }) => !staysInside(folder, relative(folder, file).split(sep).join('/')))
  if (foreign !== undefined) throw new Error(`the image of step ${foreign.step} is a symbolic link that leads out of the run`)
}

const KINDS = new KindRegistry()

function noteOf(left: number, most: number): VisualRecord {
  const note = `${left.toLocaleString('en')} more series were not drawn: of more than ${most}, only the first are. "runlab draw --all" draws all of them.`
  return { title: 'More series', form: 'note', group: 'tracked', series: [], files: [], alt: note, note }
}
