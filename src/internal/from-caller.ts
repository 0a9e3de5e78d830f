import { RunlabError } from '../errors.ts'

/** Runs something for a function that users call: the stack of what it throws of ours begins where they call that. */
export function fromCaller<T>(called: (...args: never[]) => unknown, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof RunlabError) Error.captureStackTrace(error, called)
    throw error
  }
}
