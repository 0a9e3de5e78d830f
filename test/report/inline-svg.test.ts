import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { wrapChart } from '../../src/render/charts/wrap-chart.ts'
import { inlineSvg, isOwnChart } from '../../src/report/inline-svg.ts'

const svg = (content: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"${attributes}>${content}</svg>`
const inline = (text: string, alt = 'A plot'): string | null => inlineSvg(text, { prefix: 'p1-', alt })

test('a drawing comes through with what it draws, and says what it shows', () => {
  const text = inline(
    svg('<g fill="#1f2328" transform="translate(1,2)"><path d="M0,0L1,1" stroke="#0072b2"/><text x="1">µ &amp; α</text></g>'),
  )
  const { document } = parseHTML(text ?? '')
  expect(document.querySelector('svg')?.getAttribute('viewBox')).toBe('0 0 10 10')
  expect(document.querySelector('svg')?.getAttribute('role')).toBe('img')
  expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe('A plot')
  expect(document.querySelector('path')?.getAttribute('d')).toBe('M0,0L1,1')
  expect(document.querySelector('g')?.getAttribute('transform')).toBe('translate(1,2)')
  expect(document.querySelector('text')?.textContent).toBe('µ & α')
})

test('of classes only that of our charts comes through, at the root alone', () => {
  const own = inline(svg('<g class="runlab-chart"/>', ' class="runlab-chart"')) ?? ''
  expect(own.match(/class="[^"]*"/g)).toEqual(['class="runlab-chart"'])
  expect(isOwnChart(own)).toBe(true)
  for (const attributes of [
    '',
    ' class="own"',
    ' class="runlab-chart skip"',
    ' id="runlab-chart"',
    ` fill='class="runlab-chart"'`,
  ]) {
    const other = inline(svg('<g class="runlab-chart"/>', attributes)) ?? ''
    expect(other).not.toMatch(/ class="/)
    expect(isOwnChart(other)).toBe(false)
  }
  expect(isOwnChart(inline(wrapChart({ title: 't', alt: 'a', body: '' })) ?? '')).toBe(true)
})

test('ids, and all that refers to them, are its own', () => {
  const text = inline(
    svg(
      '<clipPath id="a"><rect/></clipPath><g clip-path="url(#a)" fill="url(&quot;#b&quot;) red"/><use href="#a"/><use xlink:href="#a"/>',
    ),
  )
  expect(text).toContain('id="p1-a"')
  expect(text).toContain('clip-path="url(#p1-a)"')
  expect(text).toContain('fill="url(#p1-b) red"')
  expect(text?.match(/href="#p1-a"/g)).toHaveLength(2)
})

test('comments, XML declarations, styles, titles and classes are left out', () => {
  const text = inline(
    `<?xml version="1.0"?><!-- x -->${svg('<title>t</title><style>*{display:none}</style><g class="skip" style="position:fixed;white-space:pre"/>')}`,
  )
  expect(text).not.toMatch(/<!--|xml version|display|<title|class=|position/)
  expect(text).toContain('style="white-space:pre"')
})

describe('nothing is taken over', () => {
  test.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script in capitals', svg('<SCRIPT>alert(1)</SCRIPT>')],
    ['a script with a prefix', svg('<svg:script>alert(1)</svg:script>')],
    ['a foreign object', svg('<foreignObject><p>x</p></foreignObject>')],
    ['an animation of a link', svg('<a><animate attributeName="href" values="javascript:alert(1)"/></a>')],
    ['a set', svg('<rect><set attributeName="onclick" to="alert(1)"/></rect>')],
    ['HTML that breaks out', svg('<p><img src="x" onerror="alert(1)"/></p>')],
    ['a document type', `<!DOCTYPE svg [<!ENTITY x "y">]>${svg('')}`],
    ['a CDATA section', svg('<text><![CDATA[<script>alert(1)</script>]]></text>')],
    ['an attribute without quotes', svg('<rect x=1/>')],
    ['a tag that is not closed', svg('<g>')],
    ['a tag closed by another', svg('<g></path>')],
    ['text around it', `x${svg('')}`],
    ['two of them', svg('') + svg('')],
    ['one that ends early', '<svg><g/>'],
    ['no SVG at all', '<html></html>'],
    ['nothing', ''],
  ])('of %s', (_, text) => {
    expect(inline(text)).toBeNull()
  })

  test.each([
    ['an event', 'onload="alert(1)"'],
    ['an event in capitals', 'ONLOAD="alert(1)"'],
    ['a link that runs', 'href="javascript:alert(1)"'],
    ['a link to elsewhere', 'xlink:href="https://example.org/x.svg#y"'],
    ['a paint server elsewhere', 'fill="url(https://example.org/x.svg#y)"'],
    ['a paint server elsewhere, disguised', 'fill="u\\72l(https://example.org/x.svg#y)"'],
    ['an image of SVG', 'href="data:image/svg+xml;base64,PHN2Zy8+"'],
    ['a style that loads', 'style="fill:url(https://example.org/)"'],
    ['a style that covers the page', 'style="position:fixed;inset:0;width:100vw"'],
    ['a filter elsewhere', 'filter="url(https://example.org/x#y)"'],
    ['a namespace', 'xmlns="http://www.w3.org/1999/xhtml"'],
  ])('of an attribute: %s', (_, attribute) => {
    const text = inline(svg(`<rect ${attribute}/>`))
    expect(text).toContain('<rect></rect>')
  })
})

test('texts cannot end what they stand in', () => {
  const text = inline(
    svg('<text x="&quot; onload=&quot;alert(1)">&lt;script&gt;alert(1)&lt;/script&gt;&#60;b&#x3e;</text>'),
    '"><script>',
  )
  const { document } = parseHTML(text ?? '')
  expect(document.querySelectorAll('script,b')).toHaveLength(0)
  expect(document.querySelector('text')?.hasAttribute('onload')).toBe(false)
  expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe('"><script>')
})
