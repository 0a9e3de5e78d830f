import type { VisualForm } from '../format/visuals.ts'
import type { VisualFolder } from './visual-folder.ts'

/** Something that was drawn: what stands in the index, apart from where it comes from. */
export interface DrawnVisual {
  readonly title: string
  readonly form: VisualForm
  readonly files: readonly string[]
  readonly alt: string
  readonly note: string | null
}

export interface DrawOptions {
  /** Path inside the run, without extension. */
  readonly base: string
  readonly folder: VisualFolder
  /** Called while a video is made, now and then. */
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}
