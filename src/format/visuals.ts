import { listOf, objectOrNull, oneOf, orNull, text } from './json-parsers.ts'
import { pathBelow } from './path-below.ts'
import { shape } from './shape.ts'
import type { Parsed } from './shape.ts'

/**
 * `plot`: SVG and PNG. `video`: an MP4. `sheet`: a PNG with several images. `table`, `document`, `gallery`: a page and
 * the data beside it. `players`: a page, and the first of the tracked files that it plays. `note`: nothing could be drawn, and `note` says why.
 */
const form = oneOf('plot', 'video', 'sheet', 'table', 'document', 'players', 'gallery', 'note')
export type VisualForm = Parsed<typeof form>

/** One line of `.runlab/visuals.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseVisualRecord = shape({
  /** E.g. `loss`, or what the experiment calls it. */
  title: text,
  form,
  /** `system` for what runlab itself measures, `own` for what `e.plot` drew. */
  group: oneOf('tracked', 'system', 'own'),
  /** What it is drawn from. */
  series: listOf(shape({ name: text, context: objectOrNull })),
  /** Paths inside the run, POSIX separators; the one to show first. Empty for a note. */
  files: listOf(pathBelow),
  /** What it shows, in a sentence, for who cannot see it. */
  alt: text,
  /** What was left out or could not be drawn, in a sentence. */
  note: orNull(text),
})
/** One thing that was drawn, in the order in which a report shows them. */
export interface VisualRecord extends Parsed<typeof parseVisualRecord> {}
