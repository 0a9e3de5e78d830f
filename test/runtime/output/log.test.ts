import { expect, test } from 'vitest'
import { createLog } from '../../../src/runtime/output/log.ts'

function open(columns = 80) {
  const written: [string, string][] = []
  const log = createLog(
    (stream, line) => written.push([stream, line]),
    () => columns,
  )
  return { log, written }
}

test('each level has its prefix, warnings and errors go to standard error', () => {
  const { log, written } = open()
  log('plain')
  log.debug('d')
  log.info('i')
  log.warn('w')
  log.error('e')
  expect(written).toEqual([
    ['out', 'plain\n'],
    ['out', '[debug] d\n'],
    ['out', 'i\n'],
    ['err', '[warn] w\n'],
    ['err', '[error] e\n'],
  ])
})

test('texts are written as they are, everything else as one would read it', () => {
  const { log, written } = open()
  log('a', 'b\nc', 1, 2n, null, undefined, true, [1], { b: new Map([[1, 'x']]) })
  log()
  expect(written.map(([, text]) => text)).toEqual(["a b\nc 1 2n null undefined true [ 1 ] { b: Map(1) { 1 => 'x' } }\n", '\n'])
})

test('objects are broken to the width of the terminal', () => {
  const object = { first: 'a'.repeat(30), second: 'b'.repeat(30) }
  const [wide, narrow] = [open(100), open(40)]
  wide.log(object)
  narrow.log(object)
  expect(wide.written[0]![1].trimEnd().split('\n')).toHaveLength(1)
  expect(narrow.written[0]![1].trimEnd().split('\n').length).toBeGreaterThan(1)
})

test('an object that is very large is cut, not written for ever', () => {
  const { log, written } = open()
  log(Array.from({ length: 100_000 }, (_, index) => index))
  expect(written[0]![1].length).toBeLessThan(3000)
})
