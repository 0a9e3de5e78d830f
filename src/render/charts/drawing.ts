import type { Margins } from './frame.ts'

/** A chart as SVG with what it shows in a sentence, or in a sentence why there is none. */
export type Drawing =
  | {
      readonly svg: string
      readonly alt: string
      /** Of a chart with axes. */
      readonly margins?: Margins
      /** Of one with a legend: how many groups there are, and how many have a name in it. */
      readonly legend?: { readonly groups: number; readonly named: number }
    }
  | { readonly note: string }
