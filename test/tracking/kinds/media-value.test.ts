import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMedia } from '../../../src/tracking/kinds/media-value.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { SVG, misfit } from './support.ts'

const DATA = { file: 'tracked/a.svg', size: 5, sha256: 'ab', format: 'svg' }

describe('a file of a series', () => {
  test('gives its content as bytes and as text', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'a.svg'), SVG)
    const value = readMedia({ ...DATA, file: 'a.svg' }, { folder })
    expect(Buffer.from(await value.bytes()).toString()).toBe(SVG)
    expect(await value.text()).toBe(SVG)
    await expect(readMedia(DATA, { folder }).bytes()).rejects.toThrow('ENOENT')
  })

  test('lies inside of its run', () => {
    for (const file of ['/etc/passwd', '../b/a.png', 'a/../../b', 'a/..', '..\\a', '', 'a\0.png']) {
      expect(misfit(() => readMedia({ ...DATA, file }, { folder: '/runs/a' }))).toBe(
        `its file ${JSON.stringify(file)} is not inside of the run`,
      )
    }
    expect(readMedia({ ...DATA, file: 'a..b/..c.svg' }, { folder: '/runs/a' }).path).toBe('/runs/a/a..b/..c.svg')
  })
})
