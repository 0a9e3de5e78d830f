import type { SvgElement } from '../internal/svg-text.ts'
import type { Axis, Titled } from './axis.ts'
import type { BoxChart, CurveChart, ParallelChart, PointChart } from './run-charts.ts'

/**
 * What a series is to look like: plain data, made by a kind's `compile`, drawn by runlab. Text is shown as it is; lines and
 * columns hold any numbers, NaN and infinities included.
 */
export type Visual =
  | LineChart
  | BarChart
  | HeatMap
  | Tiles
  | RunChart
  | Figure
  | ImageStrip
  | RecordTable
  | TextDocument
  | FileList

/** Charts over many runs. */
export type RunChart = CurveChart | PointChart | BoxChart | ParallelChart

/** What is shown with its steps. */
interface Stepped {
  /** What a step is, e.g. `epoch`; `step` when left out. */
  readonly step?: string | undefined
}

/**
 * A chart of runlab's own where figures are taken: `e.plot`, `e.commit('roc.svg', …)`, `e.track('roc', …)`. Without a title it has
 * that of the plot or series; committed, it has none, which takes no room.
 */
export type Chart =
  | Untitled<LineChart>
  | Untitled<BarChart>
  | Untitled<HeatMap>
  | Untitled<Tiles>
  | Untitled<CurveChart>
  | Untitled<PointChart>
  | Untitled<BoxChart>
  | Untitled<ParallelChart>

type Untitled<V extends Titled> = Omit<V, keyof Titled> & { readonly title?: string | undefined }

/** A specification of Vega-Lite or Vega. */
export type Specification = object & { readonly type?: never } & (
    | { readonly $schema: string }
    | { readonly mark: unknown }
    | { readonly layer: unknown }
    | { readonly spec: unknown }
    | { readonly concat: unknown }
    | { readonly hconcat: unknown }
    | { readonly vconcat: unknown }
  )

/** What is drawn as a figure: SVG as text, an `<svg>` or `<figure>` element of any DOM, a specification of Vega-Lite or Vega, a chart of runlab's own. */
export type FigureSource =
  | string
  | SvgElement
  | Chart
  | Specification
  | { readonly [key: string]: unknown; readonly type?: never }
  | { readonly '~tracked': string }

/** A line: the points (x, y) in order of x. */
export interface Line {
  readonly label: string
  /** Numbers, or dates, which make x a calendar. */
  readonly x: ArrayLike<number> | readonly Date[]
  /** What is not finite is a gap with a mark. */
  readonly y: ArrayLike<number>
  /** Any colour of CSS. */
  readonly colour?: string | undefined
  /** What it has in common with others, e.g. `temperature=2.3`: of more than eight lines, those of a group have one colour. */
  readonly group?: string | undefined
}

/** Lines over a common x. */
export interface LineChart extends Titled {
  readonly type: 'lines'
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly Line[]
  /** 0…1, exclusive: how much of what came before is in a smoothed line, which is drawn over the raw one. */
  readonly smoothing?: number | undefined
}

/** Bars side by side. */
export interface BarChart extends Titled {
  readonly type: 'bars'
  readonly x: Axis
  readonly y: Axis
  /** Ascending, one more than `heights`. */
  readonly edges: readonly number[]
  readonly heights: readonly number[]
  /** Of what lies below the first and above the last edge: bars of their own beside the others, where they are not 0. */
  readonly under?: number | undefined
  readonly over?: number | undefined
}

/** How values along y develop over x, as colours. */
export interface HeatMap extends Titled {
  readonly type: 'heat-map'
  readonly x: Axis
  readonly y: Axis
  readonly colour: Axis
  /**
   * Values are shares of what there is, per unit of y: colours begin at 0, which is also what is outside of a column's edges. Shown is where nearly all
   * is, and said how much is not.
   */
  readonly isDensity?: boolean | undefined
  readonly columns: readonly HeatMapColumn[]
}

export interface HeatMapColumn {
  readonly x: number
  /** Along y, ascending, one more than `values`. */
  readonly edges: ArrayLike<number>
  readonly values: ArrayLike<number>
  /** Of densities: the shares of what lies below the first and above the last edge, which are shown beside the rest. */
  readonly under?: number | undefined
  readonly over?: number | undefined
}

/** Matrices side by side, with one scale of colours. */
export interface Tiles extends Titled {
  readonly type: 'tiles'
  readonly colour: Axis
  readonly tiles: readonly Tile[]
}

export interface Tile {
  readonly label: string
  /** Names of rows and columns, in place of their numbers. */
  readonly rowNames?: readonly string[] | undefined
  readonly columnNames?: readonly string[] | undefined
  readonly rows: number
  readonly columns: number
  /** Row by row from the top. */
  readonly values: ArrayLike<number>
}

/** One figure: drawn as it is. */
export interface Figure extends Titled {
  readonly type: 'figure'
  /** See `FigureSource`. */
  readonly figure: unknown
}

/** Images over time: a video and a contact sheet. */
export interface ImageStrip extends Titled, Stepped {
  readonly type: 'images'
  readonly frames: readonly ImageFrame[]
  /** Frames a second. */
  readonly frameRate?: number | undefined
  /** Whether the video shows each frame's step; true by default. */
  readonly showStep?: boolean | undefined
}

export interface ImageFrame {
  readonly step: number
  /** Absolute path of PNG, JPEG, GIF, WebP or SVG, or of a tracked figure: `.html`, `.vl.json`, `.vg.json`, `.chart.json`. */
  readonly file: string
  /** Pixels, where they are known. */
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** Records: a page with a table, CSV and JSON lines. */
export interface RecordTable extends Titled {
  readonly type: 'table'
  readonly records: Iterable<Readonly<Record<string, unknown>>>
}

/** Texts in order: a page, and Markdown. */
export interface TextDocument extends Titled, Stepped {
  readonly type: 'document'
  readonly entries: Iterable<TextEntry>
}

export interface TextEntry {
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly text: string
}

/** Files of a run, played or shown on one page. */
export interface FileList extends Titled, Stepped {
  readonly type: 'files'
  /** `figure`: SVG, HTML, a specification of Vega-Lite or Vega, or a chart, by the file's name. Several make a video besides. */
  readonly media: 'audio' | 'video' | 'figure'
  readonly entries: readonly FileEntry[]
  /** Frames a second of that video. */
  readonly frameRate?: number | undefined
  /** Whether it shows each figure's step; true by default. */
  readonly showStep?: boolean | undefined
}

export interface FileEntry {
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Path inside the run, POSIX separators. */
  readonly file: string
}

/** How a series is drawn. */
export interface VisualOptions {
  /** In place of the series' name. */
  readonly title?: string | undefined
  /** Of its values, e.g. `ms`. */
  readonly unit?: string | undefined
  /** What a step is, e.g. `epoch`: on the axis of x, in titles, and above the frames of videos. `step` when left out. */
  readonly step?: string | undefined
  /** Whether values have a logarithmic scale; chosen by what is drawn when left out. */
  readonly log?: boolean | undefined
  /** 0…1, exclusive: how much of what came before is in a smoothed line, which is drawn over the raw one. */
  readonly smoothing?: number | undefined
  /** Of its line: any colour of CSS. */
  readonly colour?: string | undefined
  /** Frames a second of a video, up to 60; chosen so that it lasts a sensible time when left out. */
  readonly frameRate?: number | undefined
  /** Whether a video shows each frame's step; true by default. */
  readonly showStep?: boolean | undefined
  /** Its place among the pictures: what is lower comes first, below 0 before all that say nothing. 0 when left out. */
  readonly order?: number | undefined
}

/** How series are drawn, by name or by all that begins alike: `loss`, `weights/*`. False for not at all. */
export type VisualRules = Readonly<Record<string, VisualOptions | false>>
