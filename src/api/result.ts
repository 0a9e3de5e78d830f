/**
 * A result of an experiment: the key of a value, `metrics/accuracy`, or else the name of a series, whose last value counts
 * (with a context as queries name it: `loss split=val`). With `direction`, which values are better; `unit` stands in headings.
 */
export type Result =
  | string
  | {
      readonly name: string
      /** Whether higher or lower values are better. */
      readonly direction?: 'max' | 'min'
      /** Of measurement: `nats`. */
      readonly unit?: string
    }
