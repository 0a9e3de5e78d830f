import { expect, test } from 'vitest'
import { START, formatAddress, parseAddress } from '../../ui/src/state/address.ts'

test('an address says what one sees, and comes back the same', () => {
  const seen = {
    ...START,
    where: 'params.rate < 0.1 && "paper" in tags',
    sort: '-data.loss',
    isGrouped: false,
    columns: ['params.rate', 'data.a b'],
    selected: ['ns/a&b', 'ü'],
  }
  expect(parseAddress(formatAddress(seen))).toEqual(seen)
  const curves = {
    ...START,
    view: 'curves' as const,
    curves: {
      ...({
        series: ['loss', 'loss split=val'],
        x: 'series:epoch',
        band: 'range',
        smoothing: 0.6,
        isLogX: true,
        isLogY: false,
      } as const),
      ...({ isYShared: true, hasOthers: true, zoom: [-1e-7, 2.5] } as const),
    },
  }
  expect(parseAddress(formatAddress(curves))).toEqual(curves)
  const noSeries = { ...START, curves: { ...START.curves, series: [] } }
  expect(parseAddress(formatAddress(noSeries))).toEqual(noSeries)
  const one = { ...seen, view: 'run', run: 'ns/a b&c' } as const
  expect(parseAddress(formatAddress(one))).toEqual(one)
  const none = { ...START, columns: [] }
  expect(parseAddress(formatAddress(none))).toEqual(none)
})

test('what it does not know is as at the start', () => {
  expect(formatAddress(START)).toBe('#/runs')
  expect(parseAddress('')).toEqual(START)
  expect(parseAddress('#/nowhere?moon=full&group=some&smooth=2&zoom=3~1&band=wide')).toEqual(START)
  expect(parseAddress('#/run')).toEqual(START)
})
