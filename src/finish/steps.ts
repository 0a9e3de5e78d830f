/**
 * What makes a finished archive of what a run has recorded, by who knows that: its own process, or, when that has died, what
 * lies in its folder. A step that was done already changes nothing.
 */
export interface Recorded {
  /** The metadata say how the run ended, before anything that takes time. */
  status(): unknown
  /** `experiment_data.json` holds all that was set. */
  values(): unknown
  /** What was tracked is one file with its list. */
  series(): unknown
  /** What lies in the folder is hashed and listed. */
  artifacts(): unknown
  /** What is to be drawn is marked so; then the metadata say all there is to say, and that it is all. */
  metadata(): unknown
  /** What is marked is drawn. */
  pictures(): unknown
  /** The journal of values and the name of the process go: nobody has to do anything for the run any more. */
  release(): unknown
}

/** In this order; `report` is the page of `report.html`. A kill between two of them leaves what is true: docs/design/0027-finish.md. */
export const STEPS = ['status', 'values', 'series', 'artifacts', 'metadata', 'pictures', 'release', 'report'] as const

export type Step = (typeof STEPS)[number]
