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
  const none = { ...START, columns: [] }
  expect(parseAddress(formatAddress(none))).toEqual(none)
})

test('what it does not know is as at the start', () => {
  expect(formatAddress(START)).toBe('#/runs')
  expect(parseAddress('')).toEqual(START)
  expect(parseAddress('#/nowhere?moon=full&group=some')).toEqual(START)
})
