import { describeValue } from '../../internal/describe-value.ts'
import { fromHtml, isElement, svgAlone, svgRoot, withNamespaces } from '../../internal/svg-text.ts'
import { NoFigure } from './no-figure.ts'

/**
 * A figure as SVG: SVG as text, an `<svg>` element of any DOM or a `<figure>` with one (as Observable Plot makes them), a
 * specification of Vega-Lite or Vega. Rejects with NoFigure for anything else, and for what cannot be drawn.
 */
export async function figureToSvg(figure: unknown): Promise<string> {
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
  const { vegaToSvg } = await import('./draw-vega.ts')
  return await vegaToSvg(figure)
}

function asSvg(text: string, reason: string): string {
  const svg = withNamespaces(text)
  if (svg === null) throw new NoFigure(reason)
  return svg
}
