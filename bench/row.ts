/** One measured number. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The most it may be. */
  readonly bar?: number
  readonly note?: string
}
