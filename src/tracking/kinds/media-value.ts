import { isAbsolute, join } from 'node:path'
import { fieldsOf, number, text } from '../../format/json-parsers.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { Series } from '../../api/tracking.ts'
import type { FileEntry } from '../../api/visual.ts'
import { Misfit } from './kind.ts'
import type { Place } from './kind.ts'
import { loadRegular, loadRegularText } from '../../internal/regular-file.ts'

/** An image, a figure, audio or video as it is read: a file of the run, and what is known of it. */
export interface MediaValue {
  /** Absolute path as of now. */
  readonly path: string
  /** Path inside the run, POSIX separators. */
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
  /** E.g. `png`, `svg`, `vega-lite`, `wav`. */
  readonly format: string
  /** Pixels. */
  readonly width?: number | undefined
  readonly height?: number | undefined
  /** Frames of audio a second. */
  readonly rate?: number | undefined
  readonly channels?: number | undefined
  /** How long audio lasts. */
  readonly seconds?: number | undefined
  /** The file's content. Rejects with the system's error when it cannot be read. */
  bytes(): Promise<Uint8Array>
  /** The same as text, for SVG, HTML and Vega-Lite. */
  text(): Promise<string>
}

export class MediaFileValue implements MediaValue {
  readonly path: string
  readonly file: string
  readonly size: number
  readonly sha256: string
  readonly format: string
  readonly width: number | undefined
  readonly height: number | undefined
  readonly rate: number | undefined
  readonly channels: number | undefined
  readonly seconds: number | undefined

  /** Throws Misfit for a file outside of the run's folder, and ARCHIVE_FORMAT for data that is not a file's. */
  constructor(data: JsonValue, place: Place) {
    const field = fieldsOf(data, { file: 'The point' })
    const known = (key: string): number | undefined => field<number | undefined>(key, number, () => undefined)
    this.file = field('file', text)
    if (leadsOut(this.file)) throw new Misfit(`its file ${JSON.stringify(this.file)} is not inside of the run`)
    this.path = join(place.folder, this.file)
    this.size = field('size', number)
    this.sha256 = field('sha256', text)
    this.format = field('format', text)
    this.width = known('width')
    this.height = known('height')
    this.rate = known('rate')
    this.channels = known('channels')
    this.seconds = known('seconds')
  }

  async bytes(): Promise<Uint8Array> {
    return await loadRegular(this.path)
  }

  async text(): Promise<string> {
    return await loadRegularText(this.path)
  }
}

/** The reader of every kind that keeps files. */
export function readMedia(data: JsonValue, place: Place): MediaValue {
  return new MediaFileValue(data, place)
}

function leadsOut(file: string): boolean {
  return file === '' || file.includes('\0') || isAbsolute(file) || file.split(/[/\\]/).includes('..')
}

/** What a page with all files of a series shows. */
export function filesOf(series: Series<MediaValue>): readonly FileEntry[] {
  return Array.from(series, ({ step, time, value: { file } }) => ({ step, time, file }))
}
