import { TestRunner, afterAll, onTestFinished } from 'vitest'

/** Does something after the test that is running, or after all tests of the file that is being read. */
export function atTheEnd(step: () => Promise<void>): void {
  if (TestRunner.getCurrentTest() === undefined) afterAll(step)
  else onTestFinished(step)
}
