import { encodeValue } from '../../format/tagged-json.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { CHARTS, faultOfChart, faultOfType, isChart } from '../../render/figures/check-chart.ts'
import { defineKind } from './define-kind.ts'
import { Misfit } from './kind.ts'
import type { Look, Surroundings, Visual, Written } from './kind.ts'
import { filesOf, readMedia } from './media-value.ts'
import type { MediaValue } from './media-value.ts'
import type { Series } from '../../api/tracking.ts'
import { fromHtml, isElement, svgAlone } from '../../internal/svg-text.ts'
import { elementName, isSvg, svgFile, writeSvg } from './svg.ts'

export const figureKind = defineKind<MediaValue>({
  name: 'figure',
  fits: isFigure,
  write: ({ value }, surroundings) => writeFigure(value, surroundings),
  read: readMedia,
  compile: drawFigures,
})

/** Whether a value that nobody wrapped is a figure. */
export function isFigure(value: unknown): boolean {
  if (isSvg(value) || elementName(value) === 'figure' || schemaOf(value).includes('vega')) return true
  return isChart(value) && faultOfChart(value) === null
}

/** What is kept of a figure. Throws Misfit for what is none. */
export function writeFigure(value: unknown, surroundings: Surroundings): Written {
  if (isElement(value) && elementName(value) === 'figure') return writeFigureElement(value.outerHTML)
  if (isSvg(value)) return writeSvg(value, surroundings)
  if (isChart(value)) return writeChart(value)
  const fault = faultOfType(value, CHARTS)
  if (fault !== null) throw new Misfit(`it is ${fault}`)
  if (isPlainObject(value)) return writeSpecification(value)
  const got = elementName(value) === null ? describeValue(value) : `a <${elementName(value)}> element`
  throw new Misfit(`it is ${got}, expected SVG, an <svg> or <figure> element, a specification of Vega-Lite, or a chart`)
}

function writeChart(chart: Readonly<Record<string, unknown>>): Written {
  const fault = faultOfChart(chart)
  if (fault !== null) throw new Misfit(`it is ${fault}`)
  const bytes = Buffer.from(JSON.stringify(encodeValue(chart)))
  return { data: { format: 'chart' }, file: { extension: 'chart.json', content: { type: 'bytes', bytes } } }
}

function schemaOf(value: unknown): string {
  return isPlainObject(value) && typeof value['$schema'] === 'string' ? value['$schema'].toLowerCase() : ''
}

function writeSpecification(specification: Readonly<Record<string, unknown>>): Written {
  const json: unknown = JSON.stringify(specification)
  if (typeof json !== 'string') throw new Misfit('its toJSON() gives no JSON')
  const schema = schemaOf(specification)
  const isVega = schema.includes('vega') && !schema.includes('vega-lite')
  return {
    data: { format: isVega ? 'vega' : 'vega-lite' },
    file: { extension: isVega ? 'vg.json' : 'vl.json', content: { type: 'bytes', bytes: Buffer.from(json) } },
  }
}

/** A `<figure>` is kept as the SVG in it where there is nothing else to see. */
function writeFigureElement(html: string): Written {
  const alone = svgAlone(html)
  if (alone !== null) return svgFile(fromHtml(alone))
  return { data: { format: 'html' }, file: { extension: 'html', content: { type: 'bytes', bytes: Buffer.from(html) } } }
}

/** The last of them, a video, and all of them on one page. */
function drawFigures(series: Series<MediaValue>, { title, options: { frameRate, showStep, step } }: Look): readonly Visual[] {
  return [{ type: 'files', title, media: 'figure', entries: filesOf(series), frameRate, showStep, step }]
}
