import { expect, test } from 'vitest'
import { boundedFilters } from '../../../src/render/raster/bounded-filters.ts'
import { rasterise } from '../../../src/render/raster/rasterise.ts'

const draw = async (filter: string, doctype = '') =>
  await rasterise(
    `${doctype}<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://www.w3.org/2000/svg" width="64" height="64">${filter}<rect filter="url(#f)" width="32" height="32" fill="#f00"/></svg>`,
  )
const blur = '<feGaussianBlur stdDeviation="1"/>'

test('filters of any size are drawn: none ends the process, and none takes hours', async () => {
  for (const filter of [
    `<filter id="f" x="-1e9" y="-1e9" width="2e9" height="2e9">${blur}</filter>`,
    `<filter id="f" x='-1e11%' width = '1e300'\n height="2000000000">${blur}</filter>`,
    `<s:filter id="f" x="&#45;1e9" y="-1e9" width="&#50;e9" height="2e9"><s:feGaussianBlur stdDeviation="1"/></s:filter>`,
    `<filter id="f" data-a=">" x="-1e9" y="-1e9" width="2e9" height="2e9">${blur}</filter>`,
    `<filter id="f"><feTurbulence baseFrequency="0.1" numOctaves="200000000"/></filter>`,
    `<filter id="f"><feFlood x="-1e9" y="-1e9" width="4e9" height="4e9"/></filter>`,
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    expect((await draw(filter)).width).toBe(64)
  }
})

test('other filters are as they were', () => {
  const filter = `<filter id="f" x="-10%" y="-0.5" width="120%" height="1.5"><feOffset dx="2" dy="1"/><feTurbulence numOctaves="3"/></filter>`
  expect(boundedFilters(filter)).toBe(filter)
  expect(boundedFilters('<rect x="-1e9" width="2e9"/><text>x="1e9"</text>')).toBe(
    '<rect x="-1e9" width="2e9"/><text>x="1e9"</text>',
  )
})
