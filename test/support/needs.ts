import { beforeEach, test } from 'vitest'

/** `test`; where what it needs is missing, the test is skipped, and the summary of `npm test` says what is missing. */
export function testWith(isThere: boolean, needs: string): (title: string, body: () => unknown) => void {
  return (title, body) => test(title, ({ skip }) => (isThere ? body() : skip(needs)))
}

/** Called in a `describe`: the same for all of its tests. */
export function allNeed(isThere: boolean, needs: string): void {
  beforeEach(({ skip }) => skip(!isThere, needs))
}

/** Root may read and write everything. */
export const testAsOrdinaryUser = testWith(process.getuid?.() !== 0, 'needs an ordinary user: root may read and write everything')

export const LINUX = process.platform === 'linux'
