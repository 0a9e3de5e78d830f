import { readAnnotations } from '../../archive/annotations/annotations.ts'
import type { RunWriter } from '../../archive/writing/run-writer.ts'
import { RunlabError } from '../../errors.ts'
import { checkNote, checkTag } from '../../format/annotations.ts'
import type { Annotation, Annotations } from '../../format/annotations.ts'

export interface AnnotatingOptions {
  /** Of the run that is annotated. */
  readonly writer: RunWriter
  readonly now: () => number
  /** Takes what the disk refuses: a tag is no reason to end a run. */
  readonly fail: (error: unknown) => void
}

/** Tags and notes of a live run. They are in its folder when a call returns, where other processes may add more. */
export class Annotating {
  readonly #options: AnnotatingOptions

  constructor(options: AnnotatingOptions) {
    this.#options = options
  }

  tag(tags: readonly string[]): void {
    const time = this.#options.now()
    this.#append(tags.map((tag): Annotation => ({ time, kind: 'tag', text: checkTag(tag) })))
  }

  note(text: string): void {
    this.#append([{ time: this.#options.now(), kind: 'note', text: checkNote(text) }])
  }

  read(): Annotations {
    return readAnnotations(this.#options.writer.folder)
  }

  #append(annotations: readonly Annotation[]): void {
    try {
      this.#options.writer.appendAnnotations(...annotations)
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      this.#options.fail(error)
    }
  }
}
