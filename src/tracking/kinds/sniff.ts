import { mp3Frame } from './mp3-frame.ts'

export type MediaType = 'image' | 'audio' | 'video'

/** A format of files, known by how they begin. */
export interface MediaFormat {
  readonly type: MediaType
  /** In the archive for good. */
  readonly format: string
  /** Without the dot, of files in the archive. */
  readonly extension: string
  /** For people. */
  readonly title: string
}

/** How many first bytes are enough to tell a format, and nearly always the size of an image. */
export const HEAD_SIZE = 1 << 16

const FORMATS: readonly (MediaFormat & { readonly begins: (head: Uint8Array) => boolean })[] = [
  { ...describe('image', 'PNG'), begins: (head) => has(head, 0, '\x89PNG\r\n\x1A\n') },
  { ...describe('image', 'JPEG'), extension: 'jpg', begins: (head) => has(head, 0, '\xFF\xD8\xFF') },
  { ...describe('image', 'WebP'), begins: (head) => has(head, 0, 'RIFF') && has(head, 8, 'WEBP') },
  { ...describe('image', 'GIF'), begins: (head) => has(head, 0, 'GIF87a') || has(head, 0, 'GIF89a') },
  { ...describe('audio', 'WAV'), begins: (head) => has(head, 0, 'RIFF') && has(head, 8, 'WAVE') },
  { ...describe('audio', 'MP3'), begins: (head) => has(head, 0, 'ID3') || beginsWithMp3Frames(head) },
  { ...describe('audio', 'OGG'), begins: (head) => has(head, 0, 'OggS') },
  { ...describe('audio', 'FLAC'), begins: (head) => has(head, 0, 'fLaC') },
  { ...describe('video', 'MP4'), begins: (head) => has(head, 4, 'ftyp') && !OTHER_BRANDS.test(brandOf(head)) },
  { ...describe('video', 'WebM'), begins: (head) => has(head, 0, '\x1A\x45\xDF\xA3') && latin(head, 4, 64).includes('webm') },
  { ...describe('video', 'MOV'), begins: (head) => brandOf(head) === 'qt  ' || OLD_MOV.test(latin(head, 4, 8)) },
]

/** What has the container of MP4, too: images, audio, MOV. */
const OTHER_BRANDS = /^(?:avi[fs]|hei[cfmsx]|hev[cmsx]|mi[af][12f]|msf1|jxl |jp2 |crx |M4[ABP] |qt {2})$/
const OLD_MOV = /^(?:moov|mdat|wide)$/

/** Of files that are tracked by path; lower-case. */
export const EXTENSIONS: Readonly<Record<MediaType, readonly string[]>> = {
  image: ['png', 'jpg', 'jpeg', 'webp', 'gif'],
  audio: ['wav', 'mp3', 'ogg', 'oga', 'flac'],
  video: ['mp4', 'm4v', 'webm', 'mov'],
}

/** The format of a file that begins with these bytes; null for one that is not known. */
export function sniffFormat(head: Uint8Array): MediaFormat | null {
  return FORMATS.find(({ begins }) => begins(head)) ?? null
}

/** The formats of a type, for people: `PNG, JPEG, WebP and GIF`. */
export function formatTitles(type: MediaType): string {
  const titles = FORMATS.filter((format) => format.type === type).map(({ title }) => title)
  return `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`
}

function describe(type: MediaType, title: string): MediaFormat {
  const format = title.toLowerCase()
  return { type, format, extension: format, title }
}

function has(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}

function brandOf(head: Uint8Array): string {
  return has(head, 4, 'ftyp') ? latin(head, 8, 12) : ''
}

/** The header of a frame has few fixed bits, so there must be a second one where the first ends. */
function beginsWithMp3Frames(head: Uint8Array): boolean {
  const frame = mp3Frame(head, 0)
  return frame !== null && mp3Frame(head, frame.length) !== null
}
