import { PassThrough, Readable, Writable } from 'node:stream'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { echo } from '../../../src/runtime/supervisor/echo.ts'

test('what comes is passed on and taken, also to a target that is slow', async () => {
  const chunks = Array.from({ length: 50 }, (_, i) => Buffer.alloc(1000, i))
  const given: Buffer[] = []
  const taken: Uint8Array[] = []
  const target = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      given.push(chunk)
      setImmediate(done)
    },
  })
  const source = Readable.from(chunks, { objectMode: false })
  echo(source, target, (bytes) => {
    taken.push(bytes)
    return bytes
  })
  await once(source, 'end')
  target.end()
  await once(target, 'finish')
  expect(Buffer.concat(given).equals(Buffer.concat(chunks))).toBe(true)
  expect(Buffer.concat(taken).equals(Buffer.concat(chunks))).toBe(true)
})

test('a target that is closed stops the passing on, not the reading', async () => {
  const source = new PassThrough({ highWaterMark: 10 })
  const target = new Writable({ highWaterMark: 1, write: () => undefined }) // never drains
  let taken = 0
  echo(source, target, (bytes) => {
    taken += bytes.length
    return bytes
  })
  source.write(Buffer.alloc(100))
  while (!source.isPaused()) await new Promise((resolve) => setImmediate(resolve))
  target.destroy(new Error('EPIPE'))
  source.end(Buffer.alloc(900))
  await once(source, 'end')
  expect(taken).toBe(1000)
})
