import { readFileSync } from 'node:fs'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import type { TrackOptions } from '../../api/tracking.ts'
import { SYSTEM_PREFIX } from '../../format/series.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject, JsonValue } from '../../format/json-value.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { recordText } from '../columns/record-lines.ts'
import { Misfit } from '../kinds/kind.ts'
import type { Kind, MediaFile, Written } from '../kinds/kind.ts'
import { isNumber, toNumber } from '../kinds/number.ts'
import type { KindRegistry } from '../kinds/registry.ts'
import { describeTracked, whatIsAccepted } from '../kinds/unsupported.ts'
import { mediaFolder, stepName } from './media-names.ts'
import type { MediaOutlet } from './media-outlet.ts'
import type { Outlet } from './outlet.ts'
import { SeriesTable } from './series-table.ts'
import type { SendingSeries } from './series-table.ts'

/** Keeps secrets out of what is tracked. */
export interface TrackMask {
  /** The value without secrets, and whether there were any. */
  readonly json: (json: JsonValue) => { readonly json: JsonValue; readonly found: boolean }
  readonly text: (text: string) => string
  /** Whether a name holds a secret: that cannot be masked. */
  readonly holds: (text: string) => boolean
}

export interface TrackerOptions {
  readonly outlet: Outlet
  readonly media: MediaOutlet
  readonly kinds: KindRegistry
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly cwd: () => string
  readonly mask: TrackMask
  readonly sender: string
  /** Whether names may begin with `system/`, as those of what runlab itself measures do. */
  readonly mayTrackSystem?: boolean
  /** Takes what cannot be tracked. In strict mode it throws. */
  readonly refuse: (error: RunlabError, series: string) => void
}

const LONGEST_NAME = 1000
const OPTIONS: readonly string[] = ['step', 'context'] satisfies (keyof TrackOptions)[]
/** Extensions of files in which no text is looked for. */
const BINARY_FILES: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'webp',
  'gif',
  'wav',
  'mp3',
  'ogg',
  'flac',
  'mp4',
  'webm',
  'mov',
])

/** Takes the values that one thread tracks for a run, and sends them on their way. */
export class Tracker {
  readonly #options: TrackerOptions
  readonly #series = new SeriesTable()
  readonly #folders = new Set<string>()

  constructor(options: TrackerOptions) {
    this.#options = options
  }

  /** The series of this thread, with their points so far. */
  get series(): readonly SendingSeries[] {
    return this.#series.all
  }

  /** Points so far. */
  get points(): number {
    return this.#series.all.reduce((sum, { count }) => sum + count, 0)
  }

  /** Points that could not be kept. */
  get lost(): number {
    return this.#options.outlet.lost + this.#options.media.lost
  }

  /** One value of a series, or values of several by name. Throws nothing, unless `refuse` does. */
  track(name: unknown, value: unknown, options?: unknown): void {
    if (typeof name === 'string' && typeof value === 'number' && (options === undefined || isUsual(options))) {
      const series = this.#find(name, options)
      const step = options?.step === undefined ? series?.count : options.step
      if (series !== undefined && series.kind === null && Number.isFinite(step)) {
        series.count++
        this.#options.outlet.put(series.id, (step as number) + 0, this.#options.now(), value)
        return
      }
    }
    try {
      if (isPlainObject(name)) this.#trackAll(name, value)
      else this.#trackOne(name, value, options)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      Error.captureStackTrace(error.reason, this.track) // it is the caller's place that matters
      this.#options.refuse(error.reason, error.series)
    }
  }

  /** Waits until all that was tracked is in files. False where the disk refuses it. */
  settle(): boolean {
    const isWritten = this.#options.media.settle()
    return this.#options.outlet.settle() && isWritten
  }

  #find(name: string, options: TrackOptions | undefined): SendingSeries | undefined {
    const context = options?.context
    if (context === undefined) return this.#series.find(name)
    return typeof context === 'object' && context !== null ? this.#series.findSpelt(name, context) : undefined
  }

  #trackAll(values: Readonly<Record<string, unknown>>, options: unknown): void {
    for (const name of Object.keys(values)) this.track(name, values[name], options)
  }

  #trackOne(name: unknown, value: unknown, given: unknown): void {
    const checkedName = this.#checkName(name)
    const { step, context } = this.#checkOptions(checkedName, given)
    const known = this.#series.findCanonical(checkedName, context)
    const kind = known === undefined ? this.#kindOf(checkedName, value) : this.#keepKind(known, value)
    if (kind === null) {
      const number = this.#attempt(checkedName, value, () => toNumber(value as number))
      const series = known ?? this.#begin(checkedName, context, null)
      if (isPlainObject(given) && isPlainObject(given['context'])) this.#series.note(series, given['context'])
      this.#options.outlet.put(series.id, step ?? series.count, this.#options.now(), number)
      series.count++
      return
    }
    const written = this.#attempt(checkedName, value, () => kind.write(value, { cwd: this.#options.cwd() }))
    this.#send(known ?? this.#begin(checkedName, context, kind), step, written)
  }

  #send(series: SendingSeries, given: number | undefined, { data, file }: Written): void {
    const { outlet, media, now } = this.#options
    const step = given ?? series.count
    const point = { step, time: now(), data: this.#maskData(series, data, file === undefined) }
    if (outlet.isClosed) outlet.drop()
    else if (file === undefined) outlet.record(series.id, recordText({ ...point, kind: series.kind?.name ?? '' }))
    else {
      const masked = isJsonObject(point.data) ? point.data : {}
      const job = {
        ...point,
        series: series.id,
        data: masked,
        folder: this.#folderOf(series),
        name: stepName(step),
      }
      this.#attempt(series.name, file, () => media.send({ ...job, file: this.#maskFile(file) }))
    }
    series.count++
  }

  /** Where a kind could not read any more what is masked, as numbers with bytes of a secret in them, it is refused. */
  #maskData({ name, kind }: SendingSeries, data: JsonValue, isWhole: boolean): JsonValue {
    const { json, found } = this.#options.mask.json(data)
    if (found && isWhole) this.#attempt(name, data, () => kind?.read(json, { folder: '' }))
    return json
  }

  #begin(name: string, context: JsonObject | null, kind: Kind | null): SendingSeries {
    const { outlet, sender } = this.#options
    const series: SendingSeries = { id: this.#series.all.length, name, context, kind, folder: null, count: 0 }
    outlet.define({ id: series.id, name, context, kind: kind?.name ?? 'number', sender })
    this.#series.add(series)
    return series
  }

  #folderOf(series: SendingSeries): string {
    if (series.folder !== null) return series.folder
    const folder = mediaFolder(series.name, series.context, (candidate) => this.#folders.has(candidate.toLowerCase()))
    this.#folders.add(folder.toLowerCase())
    series.folder = folder
    return folder
  }

  #kindOf(series: string, value: unknown): Kind | null {
    if (isNumber(value)) return null
    const kind = this.#options.kinds.find(value)
    if (kind !== null) return kind
    throw unfit(series, value, null)
  }

  #keepKind({ name, kind }: SendingSeries, value: unknown): Kind | null {
    if (kind === null ? isNumber(value) : kind.accepts(value)) return kind
    const got = describeTracked(value)
    throw new Refusal(runlabError('TRACK_KIND', { series: name, kind: kind?.name ?? 'number', got }), name)
  }

  #checkName(name: unknown): string {
    const reason =
      typeof name !== 'string'
        ? `it is ${describeValue(name)}, not a string`
        : name === ''
          ? 'it is empty'
          : name.length > LONGEST_NAME
            ? `it is longer than ${LONGEST_NAME} characters`
            : /\p{Cc}/u.test(name)
              ? 'it holds a control character'
              : /\p{Cs}/u.test(name)
                ? 'it holds half a letter'
                : this.#options.mask.holds(name)
                  ? 'it holds a secret'
                  : name.startsWith(SYSTEM_PREFIX) && this.#options.mayTrackSystem !== true
                    ? `names that begin with "${SYSTEM_PREFIX}" are those of what runlab measures`
                    : null
    if (reason === null) return name as string
    const shown = typeof name === 'string' ? this.#options.mask.text(name).slice(0, 80) : describeValue(name)
    throw new Refusal(runlabError('TRACK_NAME', { name: shown, reason }), shown)
  }

  #checkOptions(series: string, options: unknown): { readonly step: number | undefined; readonly context: JsonObject | null } {
    if (options === undefined) return { step: undefined, context: null }
    const wrong = (option: string, value: unknown, expected: string, suggestion: string | null = null): Refusal =>
      new Refusal(runlabError('TRACK_OPTION', { series, option, got: describeOption(value), expected, suggestion }), series)
    if (!isPlainObject(options)) throw wrong('options', options, 'an object { step, context }')
    const { step, context, ...rest } = options
    for (const [option, value] of Object.entries(rest))
      throw wrong(option, value, 'step or context, there are no others', nearest(option, OPTIONS))
    if (step !== undefined && (typeof step !== 'number' || !Number.isFinite(step))) throw wrong('step', step, 'a finite number')
    if (context === undefined || context === null) return { step: step === undefined ? undefined : step + 0, context: null }
    const encoded = isPlainObject(context) ? encodeIfPlain(context) : null
    if (encoded === null) throw wrong('context', context, 'an object of plain values')
    const { mask } = this.#options
    const isSecret = mask.holds(JSON.stringify(encoded)) || mask.json(encoded).found
    if (isSecret) throw wrong('context', context, 'one without secrets')
    return { step: step === undefined ? undefined : step + 0, context: Object.keys(encoded).length === 0 ? null : encoded }
  }

  /** Makes what goes wrong with a value a reason to refuse it. */
  #attempt<T>(series: string, value: unknown, action: () => T): T {
    try {
      return action()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      throw unfit(series, value, error instanceof Misfit ? error.message : error.message.replace(/\.$/, ''), error)
    }
  }

  /** Pictures that are text may hold secrets. */
  #maskFile(file: MediaFile): MediaFile {
    const { content } = file
    if (BINARY_FILES.has(file.extension) || (content.type !== 'bytes' && content.type !== 'path')) return file
    const text = content.type === 'bytes' ? Buffer.from(content.bytes).toString() : readFileSync(content.path, 'utf8')
    const masked = this.#options.mask.text(text)
    return masked === text ? file : { ...file, content: { type: 'bytes', bytes: Buffer.from(masked) } }
  }
}

/** A value that is not tracked, and why. */
class Refusal extends Error {
  readonly reason: RunlabError
  readonly series: string

  constructor(reason: RunlabError, series: string) {
    super(reason.message)
    this.reason = reason
    this.series = series
  }
}

function unfit(series: string, value: unknown, reason: string | null, cause?: unknown): Refusal {
  const details = { series, got: describeTracked(value), reason, accepted: whatIsAccepted() }
  return new Refusal(runlabError('TRACK_VALUE', details, cause), series)
}

/** Whether options are an object as it is written down, of nothing but what there is. All else is looked at closely. */
function isUsual(options: unknown): options is TrackOptions {
  if (typeof options !== 'object' || options === null || Object.getPrototypeOf(options) !== Object.prototype) return false
  for (const name in options) if (name !== 'step' && name !== 'context') return false
  return true
}

/** Null for what JSON cannot hold. */
function encodeIfPlain(context: object): JsonObject | null {
  try {
    const encoded = encodeValue(context)
    return isJsonObject(encoded) ? encoded : null
  } catch {
    return null // getters may throw anything
  }
}

function describeOption(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describeValue(value)
}
