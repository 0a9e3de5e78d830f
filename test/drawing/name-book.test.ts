import { expect, test } from 'vitest'
import { NameBook } from '../../src/drawing/name-book.ts'

test('no picture has the name of a folder with others, whichever is drawn first', () => {
  const names = new NameBook()
  expect(names.take('a.svg/b')).toBe('visuals/a.svg_/b')
  expect(names.take('a')).toBe('visuals/a')
  expect(names.take('A.PNG/b.mp4')).toBe('visuals/A.PNG_/b.mp4_')
  expect(names.take('a.svg_/b')).toBe('visuals/a.svg_/b~2')
  expect(names.take('v1.2/x', { file: 'a.txt' })).toBe('visuals/v1.2/x@file=a.txt_')
})
