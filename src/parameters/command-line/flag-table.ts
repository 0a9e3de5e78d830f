/** One of runlab's own flags. Wider descriptions, with help texts, are welcome too. */
export interface Flag {
  /** Without dashes: `dry-run`. */
  readonly name: string
  readonly takesValue: boolean
  /** One letter: `h` for `-h`. */
  readonly short?: string
  /** Given again, it adds to what was given. */
  readonly repeats?: boolean
}

/** Runlab's own flags of a command. They come before parameters of the same name. */
export type FlagTable = readonly Flag[]
