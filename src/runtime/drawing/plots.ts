import type { PlotOptions } from '../../api/run.ts'
import type { Visual } from '../../api/visual.ts'
import { drawVisual } from '../../drawing/draw-visual.ts'
import { maskVisual } from '../../drawing/mask-visual.ts'
import { NameBook } from '../../drawing/name-book.ts'
import { VisualFolder } from '../../drawing/visual-folder.ts'
import { VisualIndex } from '../../drawing/visual-index.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { CHARTS, faultOfChart, faultOfType, isChart } from '../../render/figures/check-chart.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { isWrapped } from '../../tracking/kinds/wrapped.ts'

const TYPES: readonly string[] = [...CHARTS, 'figure', 'images', 'table', 'document', 'files'] satisfies Visual['type'][]

/** What `e.plot` draws: at once, and into the list that the report is made of. */
export class Plots {
  readonly #folder: string
  readonly #redactor: Redactor
  readonly #names = new NameBook()

  constructor(folder: string, redactor: Redactor) {
    this.#folder = folder
    this.#redactor = redactor
  }

  /** Draws a figure, or a visual of ours, as `visuals/<name>`, without the run's secrets. Throws PLOT_SPECIFICATION. */
  async plot(name: string, specification: unknown, { title = name }: PlotOptions): Promise<void> {
    const fault = faultOf(specification)
    if (fault !== null) throw runlabError('PLOT_SPECIFICATION', { name, reason: `it is ${fault}` })
    const signal = new AbortController().signal
    try {
      const visual = maskVisual(this.#redactor, asVisual(specification, title))
      const options = {
        base: this.#names.take(this.#redactor.maskKey(name)),
        folder: new VisualFolder(this.#folder, this.#redactor),
        onProgress: () => undefined,
        signal,
      }
      const index = new VisualIndex(this.#folder, this.#redactor)
      for (const drawn of await drawVisual(visual, options))
        index.add({ ...drawn, title: drawn.title === '' ? name : drawn.title, group: 'own', series: [] })
    } catch (error) {
      if (error instanceof RunlabError) throw error
      throw runlabError('PLOT_SPECIFICATION', { name, reason: error instanceof Error ? error.message : String(error) }, error)
    }
  }
}

/** What is wrong with what looks like a visual of ours. */
function faultOf(given: unknown): string | null {
  const specification = isWrapped(given) ? given.value : given
  return isChart(specification) ? faultOfChart(specification) : faultOfType(specification, TYPES)
}

function asVisual(given: unknown, title: string): Visual {
  const specification = isWrapped(given) ? given.value : given // of figure(…)
  const type = isPlainObject(specification) ? specification['type'] : undefined
  // What else it holds is looked at when it is drawn.
  return typeof type === 'string' && TYPES.includes(type)
    ? ({ title, ...(specification as object) } as Visual)
    : { type: 'figure', title, figure: specification }
}
