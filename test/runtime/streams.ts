import type { OutputStream } from '../../src/runtime/system.ts'

export interface FakeStream extends OutputStream {
  readonly text: () => string
}

/** A standard stream that keeps what it is given. */
export function fakeStream(options: { readonly isTTY?: boolean; readonly columns?: number } = {}): FakeStream {
  let text = ''
  return {
    ...options,
    write: (chunk) => {
      text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      return true
    },
    text: () => text,
  }
}

/** A clock that stands until it is set forward. */
export function fakeClock(): { now: number } & { readonly read: () => number } {
  const clock = { now: 1000, read: () => clock.now }
  return clock
}
