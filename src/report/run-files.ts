import { closeSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { isInside } from '../internal/is-inside.ts'
import { readSpan } from '../internal/read-span.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { breakable } from './breakable.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { openRegular } from '../internal/regular-file.ts'

/** Bytes of pictures that are written into a page that lies beside its files: of one, and together. */
const SMALL_PICTURE = 200_000
const PICTURES = 4_000_000
/** Bytes of media in a page that stands alone. */
const ALONE = 64_000_000

const MEDIA: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
}

/** What a browser can show of a file, by its name; null where it is none of these. */
export function mediaOf(path: string): 'image' | 'video' | 'audio' | null {
  const kind = typeOf(path)?.split('/')[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : null
}

/** Pictures beside the page are loaded when they come into sight; those in it are there already, in print too. */
export function lazily(source: string): Html | null {
  return source.startsWith('data:') ? null : html` loading="lazy"`
}

export interface RunFilesOptions {
  readonly folder: string
  /** The folder that the page is written to. */
  readonly from: string
  /** Whether the page stands alone: it holds its media, and links to no file. */
  readonly inline: boolean
}

/** The files of a run as its page links, shows and reads them. Nothing outside of the run is read, links or not. */
export class RunFiles {
  readonly inline: boolean
  /** Paths of what a page that stands alone would have shown and has no room for. */
  readonly leftOut: string[] = []
  readonly #folder: string
  readonly #real: string
  readonly #prefix: string
  #room: number

  constructor({ folder, from, inline }: RunFilesOptions) {
    this.inline = inline
    this.#folder = folder
    this.#real = realpathSync.native(folder)
    const way = relative(from, folder).split(sep).join('/')
    this.#prefix = way === '' ? '' : `${encodePath(way)}/`
    this.#room = inline ? ALONE : PICTURES
  }

  /** Bytes of a file; null where there is none that can be looked at. */
  sizeOf(path: string): number | null {
    try {
      return statIfThere(join(this.#folder, path))?.size ?? null
    } catch (error) {
      if (systemErrorCode(error) === null) throw error
      return null
    }
  }

  /** A relative link to a file of the run; its name alone where the page stands alone, or there is no such file. */
  link(path: string, text: string = path): Html {
    if (this.inline || this.sizeOf(path) === null) return html`<span class="path">${breakable(text)}</span>`
    return html`<a class="path" href="${this.#href(path)}">${breakable(text)}</a>`
  }

  /** The address of a picture, video or sound; null where it is not there or there is no room. */
  source(path: string): string | null {
    const size = this.sizeOf(path)
    const type = typeOf(path)
    if (size === null || type === undefined) return null
    const limit = this.inline ? this.#room : type.startsWith('image/') ? Math.min(SMALL_PICTURE, this.#room) : 0
    if (size > limit) {
      if (!this.inline) return this.#href(path)
      this.leftOut.push(path)
      return null
    }
    const bytes = this.read(path)
    if (bytes === null) return null
    this.#room -= bytes.length
    return `data:${type};base64,${bytes.toString('base64')}`
  }

  /** The content of a file, or as many bytes of its beginning or end; null where there is none inside the run. */
  read(path: string, { first, last }: { readonly first?: number; readonly last?: number } = {}): Buffer | null {
    const file = join(this.#folder, path)
    try {
      if (!isInside(this.#real, realpathSync.native(file))) return null
      const stats = statIfThere(file)
      if (stats === undefined || !stats.isFile()) return null
      const length = Math.min(stats.size, first ?? last ?? stats.size)
      const descriptor = openRegular(file)
      try {
        return readSpan(descriptor, last === undefined ? 0 : stats.size - length, length)
      } finally {
        closeSync(descriptor)
      }
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return null
      throw error
    }
  }

  #href(path: string): string {
    return `${this.#prefix}${encodePath(path)}`
  }
}

function typeOf(path: string): string | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return Object.hasOwn(MEDIA, extension) ? MEDIA[extension] : undefined
}

/** A path as it stands in an address. No segment can be taken for a scheme: colons are encoded as well. */
function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/[\ud800-\udfff]/gu, '\ufffd')))
    .join('/')
}
