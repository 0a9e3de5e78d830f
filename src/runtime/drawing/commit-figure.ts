import type { Committable } from '../../api/run.ts'
import { runlabError } from '../../errors.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { isChart } from '../../render/figures/check-chart.ts'
import { maskValues } from '../../secrets/mask-values.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { isElement } from '../../internal/svg-text.ts'
import { isWrapped } from '../../tracking/kinds/wrapped.ts'

/** Whether content committed under a name is a figure that is to be drawn: an object for a picture. */
export function isFigureFor(name: string, content: unknown): boolean {
  return /\.(svg|png|pdf)$/i.test(name) && (isElement(content) || isPlainObject(content) || isWrapped(content))
}

function asJson(specification: object): unknown {
  return JSON.parse(JSON.stringify(specification))
}

/** A figure as what is written: SVG, PNG with twice as many pixels along each side, or PDF, without secrets. Throws ARTIFACT_CONTENT. */
export async function drawFigureFor(name: string, figure: object, redactor: Redactor): Promise<Committable> {
  // As it is now, whatever the caller does to it while the libraries are loaded.
  const meant = isWrapped(figure) && typeof figure.value === 'object' && figure.value !== null ? figure.value : figure
  const now = maskValues(
    redactor,
    isElement(meant) ? { outerHTML: meant.outerHTML } : isChart(meant) ? structuredClone(meant) : asJson(meant),
  )
  const [{ figureToSvg }, { figureContent, figureFormat }] = await Promise.all([
    import('../../render/figures/draw-figure.ts'),
    import('../../drawing/figure-file.ts'),
  ])
  try {
    return await figureContent(redactor.maskKey(await figureToSvg(now)), figureFormat(name) ?? 'svg')
  } catch (error) {
    const got = `a figure that cannot be drawn (${error instanceof Error ? error.message : String(error)})`
    throw runlabError('ARTIFACT_CONTENT', { name, got }, error)
  }
}
