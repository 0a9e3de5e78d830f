import { readAnnotations } from '../archive/annotations/annotations.ts'
import { RunlabError } from '../errors.ts'
import type { Annotations } from '../format/annotations.ts'

const NONE: Annotations = { tags: [], notes: [], modifications: [] }

/** What was said of a listed run; nothing where that cannot be read: it is listed all the same. */
export function annotationsOf({ folder }: { readonly folder: string }): Annotations {
  try {
    return readAnnotations(folder)
  } catch (error) {
    if (error instanceof RunlabError) return NONE
    throw error
  }
}
