import { join } from 'node:path'
import { analysisBoilerplate } from '../analysis/boilerplate.ts'
import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { openRun } from '../archive/opening/open-run.ts'
import { readValues } from '../archive/opening/read-records.ts'
import { readEnding, readMeta } from '../archive/status/read-status.ts'
import type { Standing } from '../archive/status/read-status.ts'
import { refuseLinksOut } from '../archive/changes/refuse-links-out.ts'
import { RunWriter } from '../archive/writing/run-writer.ts'
import { removePartialPictures } from '../archive/status/undrawn.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import { isSystemSeries } from '../format/series.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { tryRemove } from '../internal/try-remove.ts'
import { Redactor } from '../secrets/redactor.ts'
import { countPoints, nameTracked } from '../tracking/name-tracked.ts'
import { withCompletion, withEnding } from './completed-meta.ts'
import { drawPictures } from './draw-pictures.ts'
import type { DeadEnding } from './dead-ending.ts'
import { listLeft } from './left-artifacts.ts'
import { sealLeft } from './left-series.ts'
import type { LeftSeries } from './left-series.ts'
import { repairLines } from './repair-lines.ts'
import type { Recorded } from './steps.ts'

/** Where something is removed, or written in place. */
const PLACES = [
  ...[FILES.internal, FILES.partial, FILES.reserve, FILES.tracking, FILES.journal, FILES.tracked, FILES.visuals],
  ...[FILES.artifacts, FILES.inputs],
]

/** What a process that died has left in its run's folder. What is complete stays as it is. */
export class LeftBehind implements Recorded {
  /** What was done, in words. */
  readonly done: string[] = []
  readonly #folder: string
  readonly #standing: Standing
  readonly #ending: DeadEnding
  readonly #writer: RunWriter
  readonly #lastSign: number | null
  #sealed: LeftSeries = { done: [], refused: [], lost: 0 }

  constructor(folder: string, standing: Standing, ending: DeadEnding) {
    refuseLinksOut(folder, PLACES)
    this.#folder = folder
    this.#standing = standing
    this.#ending = ending
    this.#writer = new RunWriter(folder, new Redactor(ending.secrets ?? []))
    this.#lastSign = lastSignOf(folder)
  }

  status(): void {
    tryRemove(join(this.#folder, FILES.checksums)) // of what is written now
    const pictures = removePartialPictures(this.#folder)
    if (pictures > 0)
      this.done.push(`${pictures === 1 ? '1 picture that was' : `${pictures} pictures that were`} half drawn removed`)
    if (this.#standing.life !== 'ended')
      this.#writer.writeMeta(withEnding(this.#standing, readEnding(this.#folder), this.#lastSign), { isLast: true })
  }

  values(): void {
    const isJournalled = this.#has(FILES.journal)
    if (!isJournalled && this.#has(FILES.data)) return
    this.#writer.writeData(readValues(this.#folder, this.#standing.meta), { isLast: true })
    if (isJournalled) this.done.push('values written from the journal')
  }

  async series(): Promise<void> {
    this.#sealed = await sealLeft(this.#folder)
    this.done.push(...this.#sealed.done)
  }

  async artifacts(): Promise<void> {
    const { now, hashLimit = 1e9 } = this.#ending
    for (const name of [FILES.artifacts, FILES.inputs]) {
      if (repairLines(join(this.#folder, name))) this.done.push(`the last record of ${name}, which was cut off, removed`)
    }
    this.done.push(...(await listLeft({ writer: this.#writer, now: () => now, hashLimit })))
    if (this.#has(FILES.analysis)) return
    const { meta, params } = openRun(this.#folder)
    this.#writer.writeText(FILES.analysis, analysisOf(meta, params))
    this.done.push(`${FILES.analysis} written`)
  }

  metadata(): void {
    const { by, now, draw } = this.#ending
    const run = openRun(this.#folder)
    if (this.#standing.life !== 'ended' && draw !== null && run.tracked.length > 0) this.#writer.writeText(FILES.undrawn, '')
    const own = run.tracked.filter((series) => !isSystemSeries(series))
    const counts = {
      artifacts: run.artifacts.size,
      inputs: run.inputs.length,
      code_files: run.snapshot?.files.length ?? 0,
      series: own.length,
      points: countPoints(own),
    }
    const completion = { by, now, counts, tracked: nameTracked(run.tracked), sealed: this.#sealed, done: this.done }
    this.#writer.writeMeta(withCompletion(run.meta, readEnding(this.#folder), completion), { isLast: true })
  }

  async pictures(): Promise<void> {
    const { draw } = this.#ending
    if (draw === null || !this.#has(FILES.undrawn)) return
    const { said, warnings, undrawn } = await drawPictures(this.#folder, draw)
    if (said !== null) this.done.push(said)
    if (undrawn !== null) this.#writer.writeText(FILES.undrawn, undrawn)
    if (warnings.length === 0) return
    const meta = readMeta(this.#folder)
    this.#writer.writeMeta({ ...meta, warnings: [...new Set([...meta.warnings, ...warnings])] })
  }

  release(): void {
    tryRemove(join(this.#folder, FILES.journal))
    this.#writer.removeAlive()
  }

  #has(name: string): boolean {
    return statIfThere(join(this.#folder, name)) !== undefined
  }
}

/** Without parameters that are secret. */
function analysisOf(meta: RunMeta, params: ArchivedRun['params']): string {
  const open = Object.entries(params).filter(([name]) => meta.parameters[name]?.redacted !== true)
  return analysisBoilerplate({ experiment: meta.file, run: meta.run, params: Object.fromEntries(open) })
}

/** When the run last wrote something that completing it does not write. */
function lastSignOf(folder: string): number | null {
  const times = [FILES.alive, FILES.log].map((name) => statIfThere(join(folder, name))?.mtimeMs ?? 0)
  return Math.max(...times) || null
}
