import { RunlabError } from '../../errors.ts'
import type { CurveStore } from './curve-store.ts'

/** The series of numbers that each of some runs has; none of a run that cannot be read, which is said where it is drawn. */
export function readNames(store: CurveStore, folders: readonly string[]): readonly (readonly string[])[] {
  return folders.map((folder) => {
    try {
      return store.names(folder)
    } catch (error) {
      if (error instanceof RunlabError) return []
      throw error
    }
  })
}
