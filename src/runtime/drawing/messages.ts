import type { DrawnRun, DrawProgress, DrawRunOptions } from '../../drawing/draw-run.ts'

/** What the process that draws is asked for, one at a time. */
export interface DrawTask extends Pick<DrawRunOptions, 'rules' | 'compiled' | 'most' | 'lost' | 'secrets'> {
  /** The run's folder. */
  readonly run: string
}

/** What it says of the run that it draws. */
export type FromDrawProcess =
  | ({ readonly type: 'progress' } & DrawProgress)
  | { readonly type: 'done'; readonly drawn: DrawnRun }
  /** Nothing could be drawn, or no more. `error` where it is one of ours. */
  | { readonly type: 'failed'; readonly reason: string; readonly error: KnownError | null }

/** What makes an error of ours anew. */
export interface KnownError {
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>>
}
