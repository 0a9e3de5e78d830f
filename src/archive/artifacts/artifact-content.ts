import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { types } from 'node:util'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { describeValue } from '../../internal/describe-value.ts'

/** The bytes of an artifact. What is at hand when committed does not change any more; a stream is read as it comes. */
export interface ArtifactContent {
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
  readonly isStream: boolean
}

const CHUNK = 1 << 20

/**
 * What is to be written for content committed under a name.
 * Throws ARTIFACT_CONTENT, and VALUE_UNSERIALISABLE or VALUE_KEY for an object that JSON cannot hold.
 */
export function artifactContent(name: string, content: unknown): ArtifactContent {
  if (typeof content === 'string') return atHand(Buffer.from(content))
  if (content instanceof Uint8Array) return atHand(content)
  if (types.isAnyArrayBuffer(content)) return atHand(new Uint8Array(content))
  const stream = asStream(name, content)
  if (stream !== null) return { chunks: toBytes(name, stream), isStream: true }
  return atHand(Buffer.from(serialise(name, content)))
}

/** Closes a stream that is not going to be read, and with it what it reads from. Its own error is nobody's any more. */
export function discardContent(content: unknown): void {
  if (!(content instanceof Readable)) return
  content.on('error', () => undefined)
  content.destroy()
}

/** Bytes as they are now, whatever the caller does to them afterwards. */
function atHand(bytes: Uint8Array): ArtifactContent {
  return { chunks: pieces(new Uint8Array(bytes)), isStream: false }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK) yield bytes.subarray(start, start + CHUNK)
}

function asStream(name: string, content: unknown): AsyncIterable<unknown> | null {
  if (content instanceof Blob) return content.stream()
  if (content instanceof Readable && (content.readableEnded || content.destroyed)) {
    throw refusal(name, 'a stream that has ended already')
  }
  if (!isAsyncIterable(content)) return null
  // Reading it throws its error; one that comes before the reading starts must not count as unhandled.
  if (content instanceof EventEmitter) content.on('error', () => undefined)
  return content
}

async function* toBytes(name: string, stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (typeof chunk === 'string') yield Buffer.from(chunk)
    else if (chunk instanceof Uint8Array) yield chunk
    else if (types.isAnyArrayBuffer(chunk)) yield new Uint8Array(chunk)
    else throw refusal(name, `a stream that gave ${describeValue(chunk)}`)
  }
}

function serialise(name: string, content: unknown): string {
  if (typeof content !== 'object' || content === null || !/\.json$/i.test(name)) throw refusal(name, describeValue(content))
  return `${JSON.stringify(encodeValue(content, name), null, 2)}\n`
}

function isAsyncIterable(content: unknown): content is AsyncIterable<unknown> {
  return typeof content === 'object' && content !== null && Symbol.asyncIterator in content
}

function refusal(name: string, got: string): RunlabError {
  return runlabError('ARTIFACT_CONTENT', { name, got })
}
