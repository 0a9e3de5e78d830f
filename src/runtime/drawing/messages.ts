import type { Visual, VisualRules } from '../../api/visual.ts'

/** What the thread that draws is asked for. */
export interface DrawTask {
  /** The run's folder. */
  readonly run: string
  readonly rules: VisualRules
  readonly compiled: ReadonlyMap<string, readonly Visual[]>
}

/** What it says, of the run of which it is. */
export type FromDrawThread =
  | { readonly type: 'progress'; readonly run: string; readonly share: number; readonly title: string }
  | { readonly type: 'done'; readonly run: string; readonly count: number; readonly failed: readonly string[] }
  /** Nothing could be drawn, or no more. */
  | { readonly type: 'failed'; readonly run: string; readonly reason: string }
