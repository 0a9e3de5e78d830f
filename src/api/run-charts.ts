import type { Axis, Titled } from './axis.ts'

/** The size of a figure as it is printed. */
export interface FigureSize {
  /** Millimetres; 85, a column of most journals, when left out. */
  readonly width?: number | undefined
  /** Millimetres; what suits the width when left out. */
  readonly height?: number | undefined
  /** Points, of all letters; 8 when left out. */
  readonly fontSize?: number | undefined
}

/** What charts over many runs have in common. */
interface OverRuns extends Titled {
  /** What its groups are told apart by, before their names: `temperature (K)`. */
  readonly by?: string | undefined
  /** What has to be known to read it: sentences below the title; on paper they belong in the caption. */
  readonly notes?: readonly string[] | undefined
  /** What made it, so that it can be made again: in the description of the file. */
  readonly source?: string | undefined
  /** For a paper: no title and no notes in the picture, dashes and markers that can be told apart in grey, no grid. */
  readonly paper?: boolean | undefined
  /** 540 by 340 pixels when left out, and on paper 85 millimetres wide with letters of 8 points. */
  readonly size?: FigureSize | undefined
}

/** Lines with bands around them, each of many runs. */
export interface CurveChart extends OverRuns {
  readonly type: 'curves'
  readonly x: Axis
  readonly y: Axis
  readonly curves: readonly Curve[]
}

/** A line, and how far the runs lie around it. */
export interface Curve {
  readonly label: string
  /** Where curves of several groups have several contexts: colours and markers tell groups apart, dashes contexts, each with a legend. */
  readonly group?: string | undefined
  readonly context?: string | undefined
  /** Ascending. */
  readonly x: ArrayLike<number>
  /** What is not finite is a gap. */
  readonly y: ArrayLike<number>
  /** The ends of the band at each x; NaN where there is none. */
  readonly low?: ArrayLike<number> | undefined
  readonly high?: ArrayLike<number> | undefined
  /** How many runs count at each x: the line is thin where they are fewer than elsewhere. */
  readonly n?: ArrayLike<number> | undefined
}

/** Points, with intervals or without: means with their errors, or a value of each run against another. */
export interface PointChart extends OverRuns {
  readonly type: 'points'
  readonly x: Axis
  readonly y: Axis
  /** What x = 0, 1, 2 … stand for, where it is no number. */
  readonly categories?: readonly string[] | undefined
  readonly sets: readonly PointSet[]
}

/** Points that belong together. */
export interface PointSet {
  readonly label: string
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** The ends of the interval of each point; NaN where it has none. */
  readonly low?: ArrayLike<number> | undefined
  readonly high?: ArrayLike<number> | undefined
  /** Whether a line joins them. */
  readonly isJoined?: boolean | undefined
}

/** Values of groups side by side: boxes with whiskers, and every value as a dot. */
export interface BoxChart extends OverRuns {
  readonly type: 'boxes'
  readonly x: Axis
  readonly y: Axis
  readonly boxes: readonly Box[]
}

export interface Box {
  readonly label: string
  readonly values: ArrayLike<number>
  /** The lower one, the median, and the upper one. */
  readonly quartiles: readonly [number, number, number]
  readonly whiskers: readonly [number, number]
}

/** A line for each run through what it has on each of several axes; coloured by the last of them. */
export interface ParallelChart extends OverRuns {
  readonly type: 'parallel'
  readonly axes: readonly ParallelAxis[]
}

/** An axis with a value of each run: numbers, or texts, which stand in the order in which they come first. */
export interface ParallelAxis {
  readonly label: string
  /** Chosen by the numbers when left out. */
  readonly scale?: 'linear' | 'log' | undefined
  readonly values: ArrayLike<number> | readonly string[]
}

/** A picture of many runs. */
export interface RunPlot {
  /** A series, `loss` or `loss split=val`; for kinds other than curves an expression of a number, `data.accuracy`. */
  readonly of: string
  /**
   * `curves`: a series over its steps. `means`: means with their intervals, a point a group. `scatter`: a value of each run against
   * another. `box`: the values of each group. `parallel`: a line a run through its parameters and the value. Curves where there is such a
   * series, else means, when left out.
   */
  readonly kind?: PlotKind | undefined
  /** Expressions that make a group; experiment and all parameters but the seed when left out. */
  readonly by?: readonly string[] | undefined
  /** `step` or `time` of curves; an expression of what stands below means and dots, by default the first of `by`. */
  readonly x?: string | undefined
  /** `ci`, the default: the mean and its 95 % interval. `quartiles`: the median and the quartiles. `range`: the mean, from min to max. */
  readonly band?: PlotBand | undefined
  /** 0…1, exclusive: how much of what came before is in each run's curve. */
  readonly smoothing?: number | undefined
  readonly title?: string | undefined
  /** At the axes, in place of the names of what is drawn: `Validation loss (nats)`. Parallel coordinates have none. */
  readonly xLabel?: string | undefined
  readonly yLabel?: string | undefined
  /** Whether y is logarithmic; chosen by the values, or as the experiment's `visuals` say, when left out. */
  readonly log?: boolean | undefined
  /** Black on white, told apart in grey, without a title: what is said besides belongs in the caption, and is in `notes`. */
  readonly paper?: boolean | undefined
  /** As it is printed. */
  readonly size?: FigureSize | undefined
}

export type PlotKind = 'curves' | 'means' | 'scatter' | 'box' | 'parallel'
export type PlotBand = 'ci' | 'quartiles' | 'range'
