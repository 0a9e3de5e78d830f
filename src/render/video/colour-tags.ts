import { boxesOf, CONTAINERS, makeBox } from './mp4-boxes.ts'
import type { Box } from './mp4-boxes.ts'

/** What the colours of a video mean, by the codes of ITU-T H.273. */
export interface ColourTags {
  readonly primaries: number
  readonly transfer: number
  readonly matrix: number
}

/** Bytes of a description of H.264 before the boxes in it, and of such a list before its entries. */
const [DESCRIPTION, LIST] = [78, 8]

/**
 * An MP4 of H.264 that says what its colours mean, in the box `colr` and in the stream itself (ITU-T H.264, annex E): without either,
 * players guess by the size. Its index is behind its pictures, as `moveIndexFirst` takes it, since it grows.
 */
export function tagColours(video: Buffer, tags: ColourTags): Buffer {
  return Buffer.concat(boxesOf(video).map((box) => tagBox(box, tags)))
}

function tagBox({ name, bytes }: Box, tags: ColourTags): Buffer {
  const inside = (content: Buffer): readonly Buffer[] => boxesOf(content).map((box) => tagBox(box, tags))
  if (CONTAINERS.has(name)) return makeBox(name, ...inside(bytes.subarray(8)))
  if (name === 'stsd') return makeBox(name, bytes.subarray(8, 8 + LIST), ...inside(bytes.subarray(8 + LIST)))
  if (name === 'avcC') return makeBox(name, tagConfiguration(bytes.subarray(8), tags))
  if (name !== 'avc1') return bytes
  const boxes = inside(bytes.subarray(8 + DESCRIPTION))
  return makeBox(name, bytes.subarray(8, 8 + DESCRIPTION), ...boxes, colourBox(tags))
}

function colourBox({ primaries, transfer, matrix }: ColourTags): Buffer {
  const content = Buffer.alloc(11)
  content.write('nclx', 'latin1')
  for (const [i, code] of [primaries, transfer, matrix].entries()) content.writeUInt16BE(code, 4 + 2 * i)
  return makeBox('colr', content)
}

/** The first set of parameters of a stream; there is one. */
function tagConfiguration(configuration: Buffer, tags: ColourTags): Buffer {
  const length = configuration.readUInt16BE(6)
  const parameters = tagParameters(configuration.subarray(8, 8 + length), tags)
  const size = Buffer.alloc(2)
  size.writeUInt16BE(parameters.length)
  return Buffer.concat([configuration.subarray(0, 6), size, parameters, configuration.subarray(8 + length)])
}

/** Says at the end of the parameters, where a flag says that there is nothing more, what the colours mean. */
function tagParameters(parameters: Buffer, { primaries, transfer, matrix }: ColourTags): Buffer {
  const bits = [...unescape(parameters)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const stop = bits.lastIndexOf('1')
  if (bits[stop - 1] !== '0') return parameters // it says something of its own
  const code = (value: number): string => value.toString(2).padStart(8, '0')
  // Neither shape of pixels nor overscan; an unspecified kind of video, not of full range, with colours; nothing else.
  const described = `1${'00'}1${'101'}0${'1'}${code(primaries)}${code(transfer)}${code(matrix)}${'000000'}1`
  const tagged = bits.slice(0, stop - 1) + described
  const bytes = tagged.padEnd(Math.ceil(tagged.length / 8) * 8, '0').match(/.{8}/g) ?? []
  return escape(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** Without the threes that keep two zeros from being taken for a mark. */
function unescape(bytes: Buffer): readonly number[] {
  return [...bytes].filter((byte, i) => !(byte === 3 && i > 1 && bytes[i - 1] === 0 && bytes[i - 2] === 0))
}

function escape(bytes: readonly number[]): Buffer {
  const escaped: number[] = []
  for (const byte of bytes) {
    if (byte <= 3 && escaped.length > 1 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3)
    escaped.push(byte)
  }
  return Buffer.from(escaped)
}
