import type { JsonObject } from './json-value.ts'

/**
 * `plot`: SVG and PNG. `video`: an MP4. `sheet`: a PNG with several images. `table`, `document`, `gallery`: a page and
 * the data beside it. `players`: a page, and the first of the tracked files that it plays. `note`: nothing could be drawn, and `note` says why.
 */
export type VisualForm = 'plot' | 'video' | 'sheet' | 'table' | 'document' | 'players' | 'gallery' | 'note'

/** A line of `.runlab/visuals.jsonl`: one thing that was drawn, in the order in which a report shows them. */
export interface VisualRecord {
  /** E.g. `loss`, or what the experiment calls it. */
  readonly title: string
  readonly form: VisualForm
  /** `system` for what runlab itself measures, `own` for what `e.plot` drew. */
  readonly group: 'tracked' | 'system' | 'own'
  /** What it is drawn from. */
  readonly series: readonly { readonly name: string; readonly context: JsonObject | null }[]
  /** Paths inside the run, POSIX separators; the one to show first. Empty for a note. */
  readonly files: readonly string[]
  /** What it shows, in a sentence, for who cannot see it. */
  readonly alt: string
  /** What was left out or could not be drawn, in a sentence. */
  readonly note: string | null
}
