import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ModuleMeta } from '../../src/api/experiment.ts'
import { locateModule } from '../../src/experiment/module-location.ts'

const here = fileURLToPath(import.meta.url)

describe('where an experiment is defined', () => {
  test('is told by import.meta', () => {
    expect(locateModule(import.meta)).toMatchObject({ file: here, url: import.meta.url })
  })

  test('is told by the module object of CommonJS', () => {
    const module = { filename: '/a folder/experiment#1.cjs', exports: {}, loaded: false }
    const { file, url, line } = locateModule(module)
    expect([file, url]).toEqual(['/a folder/experiment#1.cjs', 'file:///a%20folder/experiment%231.cjs'])
    expect(line()).toBeNull()
  })

  test('is told to the line of the call', () => {
    const first = locateModule(import.meta).line()
    const second = locateModule(import.meta).line()
    expect(first).toBeTypeOf('number')
    expect(second).toBe(Number(first) + 1)
  })

  test.each([
    [undefined],
    [null],
    ['file:///x.ts'],
    [{}],
    [{ url: 'data:text/javascript,1' }],
    [{ url: 5 }],
    [{ filename: null }],
    [[]],
  ])('is refused with DEFINITION_INVALID: %j', (meta) => {
    expect(() => locateModule(meta as unknown as ModuleMeta)).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', hint: 'Pass import.meta (in CommonJS: module).' }),
    )
  })
})
