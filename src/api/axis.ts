export interface Titled {
  readonly title: string
  /** What its files are called besides the series' name, e.g. `last`: of a second visual of a series. */
  readonly part?: string | undefined
}

/** An axis, or the scale of colours. */
export interface Axis {
  /** With the unit, where there is one: `loss (nats)`. */
  readonly label: string
  /** `time`: milliseconds that have passed, told as seconds, hours or days; dates, told as such in UTC. Chosen by what is shown when left out. */
  readonly scale?: 'linear' | 'log' | 'time' | undefined
  /** From where to where, ascending; where what is shown lies when left out. What is outside is not shown. */
  readonly domain?: readonly [number, number] | undefined
}
