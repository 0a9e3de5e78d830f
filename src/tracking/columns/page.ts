/** A data page of Parquet (version 2), whole, and how many of its bytes come before the data. */
export interface Page {
  readonly bytes: Uint8Array
  readonly header: number
}
