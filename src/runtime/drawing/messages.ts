import type { Visual, VisualRules } from '../../api/visual.ts'

/** What the thread that draws is asked for. */
export interface DrawTask {
  /** The run's folder. */
  readonly run: string
  readonly rules: VisualRules
  readonly compiled: ReadonlyMap<string, readonly Visual[]>
}

/** What came of it. */
export interface Drawn {
  /** How much was drawn, in words; null where there was nothing to draw. */
  readonly drawn: string | null
  /** What could not be drawn, and what rules ask for in vain, in sentences. */
  readonly warnings: readonly string[]
}

/** What it says, of the run of which it is. */
export type FromDrawThread =
  | { readonly type: 'progress'; readonly run: string; readonly share: number; readonly title: string }
  | ({ readonly type: 'done'; readonly run: string } & Drawn)
  /** Nothing could be drawn, or no more. */
  | { readonly type: 'failed'; readonly run: string; readonly reason: string }
