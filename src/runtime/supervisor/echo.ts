import type { Readable, Writable } from 'node:stream'

/** Stays, once: nobody is to fail later because the target is closed. */
const ignore = (): void => {}

/**
 * Passes what comes from `source` on to `target` as it is. Where the target is slow, so is reading; where it is closed, as
 * by `| head`, or its terminal has gone, the rest is read and not passed on. `take` gives what is passed on.
 */
export function echo(source: Readable, target: Writable, take: (bytes: Uint8Array) => Uint8Array): void {
  let isOpen = true
  const give = (): void => {
    isOpen = false
    source.resume()
  }
  target.off('error', ignore).on('error', ignore).on('error', give).on('close', give)
  source.once('close', () => target.off('error', give).off('close', give))
  source.on('data', (bytes: Uint8Array) => {
    const passed = take(bytes)
    if (!isOpen || target.write(passed)) return
    source.pause()
    target.once('drain', () => source.resume())
  })
}
