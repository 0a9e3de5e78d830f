import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { defineKind } from './define-kind.ts'
import { Misfit } from './kind.ts'
import type { Look, Visual, Written } from './kind.ts'
import { filesOf, readMedia } from './media-value.ts'
import type { MediaValue } from './media-value.ts'
import type { Series } from '../../api/tracking.ts'
import { fromHtml, isElement, svgAlone } from '../../internal/svg-text.ts'
import { elementName, isSvg, svgFile, writeSvg } from './svg.ts'

export const figureKind = defineKind<MediaValue>({
  name: 'figure',
  fits: (value) => isSvg(value) || elementName(value) === 'figure' || schemaOf(value).includes('vega'),
  write({ value }, surroundings) {
    if (isElement(value) && elementName(value) === 'figure') return writeFigureElement(value.outerHTML)
    if (isSvg(value)) return writeSvg(value, surroundings)
    if (isPlainObject(value)) return writeSpecification(value)
    const got = elementName(value) === null ? describeValue(value) : `a <${elementName(value)}> element`
    throw new Misfit(`it is ${got}, expected SVG, an <svg> or <figure> element, or a specification of Vega-Lite`)
  },
  read: readMedia,
  compile: drawFigures,
})

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

/** All of them on one page. */
function drawFigures(series: Series<MediaValue>, { title }: Look): readonly Visual[] {
  return [{ type: 'files', title, media: 'figure', entries: filesOf(series) }]
}
