import { describeValue } from '../../internal/describe-value.ts'
import { fromHtml, isElement, svgAlone, svgRoot, withNamespaces } from '../../internal/svg-text.ts'
import { drawChart } from '../charts/draw-chart.ts'
import type { TitledChart } from '../charts/draw-chart.ts'
import { CHARTS, faultOfChart, faultOfType, isChart } from './check-chart.ts'
import { vegaToSvg } from './draw-vega.ts'
import { NoFigure } from './no-figure.ts'

/**
 * A figure as SVG: SVG as text, an `<svg>` element of any DOM or a `<figure>` with one (as Observable Plot makes them), a
 * specification of Vega-Lite or Vega, a chart of ours, which has `title` where it has none of its own. Rejects with NoFigure for
 * anything else, and for what cannot be drawn.
 */
export async function figureToSvg(figure: unknown, title = ''): Promise<string> {
  if (typeof figure === 'string') return asSvg(figure, 'it is a string that is no SVG')
  if (isElement(figure)) {
    const { outerHTML } = figure
    const alone = svgRoot(outerHTML) === -1 ? svgAlone(outerHTML) : outerHTML
    if (alone !== null) return asSvg(fromHtml(alone), 'the element holds no <svg>')
    const { stackFigure } = await import('./stack-figure.ts')
    const reason = /<svg[\s>]/i.test(outerHTML) ? 'it holds more than drawings, titles and legends' : 'the element holds no <svg>'
    return asSvg(stackFigure(outerHTML) ?? '', reason)
  }
  if (typeof figure !== 'object' || figure === null) throw new NoFigure(`it is ${describeValue(figure)}`)
  const fault = faultOfType(figure, CHARTS)
  if (fault !== null) throw new NoFigure(`it is ${fault}`)
  if (isChart(figure)) return await chartToSvg(figure, title)
  return await vegaToSvg(figure)
}

async function chartToSvg(chart: Parameters<typeof asTitledChart>[0], title: string): Promise<string> {
  const drawing = await drawChart(asTitledChart(chart, title))
  if ('note' in drawing) throw new NoFigure(asReason(drawing.note))
  return drawing.svg
}

/** A sentence as the end of another one. */
export function asReason(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')
}

/** What says that it is a chart, with a title. Throws NoFigure for what is none. */
export function asTitledChart(chart: Readonly<Record<string, unknown>>, title: string): TitledChart {
  const fault = faultOfChart(chart)
  if (fault !== null) throw new NoFigure(`it is ${fault}`)
  return { title, ...chart } as unknown as TitledChart // which has just been checked
}

function asSvg(text: string, reason: string): string {
  const svg = withNamespaces(text)
  if (svg === null) throw new NoFigure(reason)
  return svg
}
