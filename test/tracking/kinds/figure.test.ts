import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { figureKind } from '../../../src/tracking/kinds/figure.ts'
import { decodeValue } from '../../../src/format/tagged-json.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { FakeElement, SVG, bytesOf, misfit, roundTrip, write } from './support.ts'
import { figure } from '../../../src/tracking/kinds/wrappers.ts'

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json'
const textOf = (value: unknown): string => bytesOf(write(figureKind, value)).toString()

describe('a figure that is SVG', () => {
  test.each([
    ['<svg width="1"></svg>', '<svg xmlns="http://www.w3.org/2000/svg" width="1"></svg>'],
    [' \n<svg/>', ' \n<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
    [
      '<svg data-a="<svg> > xmlns" ><g xmlns="x"/></svg>',
      '<svg xmlns="http://www.w3.org/2000/svg" data-a="<svg> > xmlns" ><g xmlns="x"/></svg>',
    ],
    ['<svg data-a="it\'s>" xmlns="http://www.w3.org/2000/svg"/>', '<svg data-a="it\'s>" xmlns="http://www.w3.org/2000/svg"/>'],
    [
      '<?xml version="1.0"?><!-- <svg> --><!DOCTYPE svg [<!ENTITY a "<svg>">]>\n<svg/>',
      '<?xml version="1.0"?><!-- <svg> --><!DOCTYPE svg [<!ENTITY a "<svg>">]>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
    [
      '<svg><a xlink:href="#x"/></svg>',
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href="#x"/></svg>',
    ],
  ])('stands for itself: %s', (text, expected) => {
    expect(write(figureKind, text)).toMatchObject({ data: { format: 'svg' }, file: { extension: 'svg' } })
    expect(textOf(text)).toBe(expected)
  })

  test('is XML, too, when an element wrote it as HTML', () => {
    expect(textOf(new FakeElement('<svg><text>a&nbsp;b &amp;nbsp;</text></svg>'))).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg"><text>a&#160;b &amp;nbsp;</text></svg>',
    )
  })

  test('is kept by path', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.svg')
    writeFileSync(path, `<?xml version="1.0"?>\n${SVG}`)
    expect(write(figureKind, path)).toEqual({
      data: { format: 'svg' },
      file: { extension: 'svg', content: { type: 'path', path } },
    })
    writeFileSync(path, '<html></html>')
    expect(misfit(() => write(figureKind, path))).toBe(`the content of ${path} is no SVG`)
  })
})

describe('a <figure> element', () => {
  const plot = '<svg class="plot"><style>a</style><svg/><svg></svg><g></g></svg>'

  test('is kept as the SVG in it when there is nothing else to see', () => {
    const element = new FakeElement(`<figure class="x"><style>.swatch { }</style>${plot}\n</figure>`)
    expect(write(figureKind, element).data).toEqual({ format: 'html' }) // a self-closed one inside counts as open
    const simple = new FakeElement('<figure class="x"><style>.swatch { }</style><svg><svg></svg></svg>\n</figure>')
    expect(write(figureKind, simple)).toMatchObject({ data: { format: 'svg' }, file: { extension: 'svg' } })
    expect(textOf(simple)).toBe('<svg xmlns="http://www.w3.org/2000/svg"><svg></svg></svg>')
  })

  test.each([
    '<figure><h2>Title</h2><svg></svg></figure>',
    '<figure><svg></svg><figcaption>what it shows</figcaption></figure>',
    '<figure><div class="swatches">a</div><svg></svg></figure>',
    '<figure><svg class="legend"></svg><svg></svg></figure>',
    '<figure><canvas></canvas></figure>',
    '<figure><svg></figure>',
  ])('is kept as HTML otherwise: %s', (html) => {
    expect(write(figureKind, new FakeElement(html))).toMatchObject({ data: { format: 'html' }, file: { extension: 'html' } })
    expect(textOf(new FakeElement(html))).toBe(html)
  })
})

describe('a specification', () => {
  test('of Vega-Lite is kept as JSON', () => {
    const specification = { $schema: SCHEMA, mark: 'bar', data: { values: [1] } }
    expect(write(figureKind, specification)).toMatchObject({ data: { format: 'vega-lite' }, file: { extension: 'vl.json' } })
    expect(JSON.parse(textOf(specification))).toEqual(specification)
    expect(write(figureKind, figure({ mark: 'bar' })).data).toEqual({ format: 'vega-lite' })
  })

  test('of Vega is one of Vega', () => {
    const specification = { $schema: 'https://vega.github.io/schema/vega/v5.json' }
    expect(write(figureKind, specification)).toMatchObject({ data: { format: 'vega' }, file: { extension: 'vg.json' } })
  })

  test('is refused when JSON cannot hold it', () => {
    const specification: Record<string, unknown> = { $schema: SCHEMA }
    specification['self'] = specification
    expect(misfit(() => write(figureKind, specification))).toMatch(/circular/)
    expect(misfit(() => write(figureKind, { $schema: SCHEMA, toJSON: () => undefined }))).toBe('its toJSON() gives no JSON')
  })
})

test('a figure is refused when it is none', () => {
  const refusal = (value: unknown): string => misfit(() => write(figureKind, figure(value as any)))
  const expected = 'expected SVG, an <svg> or <figure> element, a specification of Vega-Lite, or a chart'
  expect(refusal('hello')).toBe(`it is a string, ${expected}`)
  expect(refusal(new FakeElement('<div></div>'))).toBe(`it is a <div> element, ${expected}`)
  expect(refusal([1])).toBe(`it is an array, ${expected}`)
})

test('a figure is read as a file of its run', () => {
  expect(roundTrip(figureKind, SVG)).toMatchObject({ path: '/runs/a/tracked/x/0.svg', format: 'svg' })
})

describe('a chart of runlab', () => {
  const chart = {
    type: 'lines',
    x: { label: 'x' },
    y: { label: 'y' },
    lines: [{ label: 'a', x: Float64Array.of(0, 1), y: [1, Number.NaN] }],
  }

  test('is known by what it holds, and kept as JSON with its typed arrays and NaN', () => {
    expect(figureKind.accepts(chart)).toBe(true)
    expect(write(figureKind, chart)).toMatchObject({ data: { format: 'chart' }, file: { extension: 'chart.json' } })
    expect(decodeValue(JSON.parse(textOf(chart)))).toEqual(chart)
  })

  test('that only looks like one is plain data, and refused where somebody says that it is a figure', () => {
    const broken = { ...chart, lines: 3 }
    expect(figureKind.accepts(broken)).toBe(false)
    expect(misfit(() => write(figureKind, figure(broken as never)))).toBe(
      'it is a visual of the type "lines" whose "lines" is no array',
    )
    expect(misfit(() => write(figureKind, figure({ ...chart, type: 'line' } as never)))).toContain('Did you mean "lines"?')
  })
})
