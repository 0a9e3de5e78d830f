import { expect, test } from 'vitest'
import { joinLog } from '../../ui/src/run/join-log.ts'
import { fileAddress } from '../../ui/src/run/file-address.ts'
import { keyOf } from '../../ui/src/runs/key-of.ts'

test('pieces of a log are put together where they meet, and a log that was begun anew stands alone', () => {
  const middle = { from: 5, to: 9, size: 9, text: 'two\n' }
  const after = { from: 9, to: 11, size: 11, text: '3\n' }
  const before = { from: 0, to: 5, size: 9, text: 'one\n\n' }
  expect(joinLog(null, middle)).toEqual(middle)
  expect(joinLog(middle, after)).toEqual({ from: 5, to: 11, size: 11, text: 'two\n3\n' })
  expect(joinLog(middle, before)).toEqual({ from: 0, to: 9, size: 9, text: 'one\n\ntwo\n' })
  expect(joinLog(middle, { from: 0, to: 2, size: 2, text: 'x\n' })).toEqual({ from: 0, to: 2, size: 2, text: 'x\n' })
})

test('the address of a file takes any name', () => {
  expect(fileAddress('files/K/ns/run/', 'a b/100%#?.csv')).toBe('files/K/ns/run/a%20b/100%25%23%3F.csv')
})

test('a group is said as a filter where its key can be', () => {
  expect(keyOf({ 'params.rate': 0.1, 'params.name': 'adam', 'params.on': true, 'data.x': 3 })).toBe(
    'params.rate == 0.1 && params.name == "adam" && params.on == true',
  )
  expect(keyOf({ 'params.sizes': '[ 1, 2 ]' })).toBeNull()
  expect(keyOf({ 'params.rate': null })).toBeNull()
  expect(keyOf({})).toBeNull()
})
