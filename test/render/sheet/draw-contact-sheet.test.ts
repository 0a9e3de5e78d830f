import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { drawContactSheet } from '../../../src/render/sheet/draw-contact-sheet.ts'
import type { SheetFrame } from '../../../src/render/sheet/draw-contact-sheet.ts'
import { makePng, plainPng } from '../raster/make-png.ts'
import { ANIMATED_WEBP, GIF, JPEG, SVG, WEBP } from '../raster/sample-files.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'runlab-sheet-'))))

function frames(...contents: readonly (Buffer | string)[]): SheetFrame[] {
  return contents.map((content, step) => {
    const file = join(folder, `frame-${step}`)
    writeFileSync(file, content)
    return { file, step }
  })
}

const target = (): string => join(folder, 'sheet.png')
const left = (): string[] => readdirSync(folder).filter((name) => !name.startsWith('frame-'))

/** How many pixels of the sheet have a colour. */
function count([red, green, blue]: readonly [number, number, number]): number {
  const { data } = PNG.sync.read(readFileSync(target()))
  let found = 0
  for (let i = 0; i < data.length; i += 4) if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) found++
  return found
}

describe('a contact sheet', () => {
  test('shows at most 24 images, the first and the last among them', async () => {
    const colours = Array.from({ length: 100 }, (_, i) => [i, 200, 100, 255])
    const made = await drawContactSheet({
      frames: frames(...colours.map((c) => plainPng(20, 10, c))),
      title: 'latent/µ',
      target: target(),
    })
    expect(made).toMatchObject({ shown: 24, of: 100, skipped: [], width: 1440 })
    const { width, height } = PNG.sync.read(readFileSync(target()))
    expect([made.width, made.height]).toEqual([width, height])
    expect([count([0, 200, 100]) > 0, count([99, 200, 100]) > 0, count([1, 200, 100])]).toEqual([true, true, 0])
    expect(left()).toEqual(['sheet.png'])
  })

  test('enlarges small images by whole factors only', async () => {
    await drawContactSheet({ frames: frames(plainPng(28, 28, [1, 2, 3, 255])), target: target() })
    const factor = Math.sqrt(count([1, 2, 3])) / 28
    expect(factor).toBeGreaterThan(10)
    expect(Number.isInteger(factor)).toBe(true)
  })

  test('enlarges all by one factor, so that they compare', async () => {
    const list = frames(plainPng(100, 60, [1, 2, 3, 255]), plainPng(101, 61, [4, 5, 6, 255]), plainPng(20, 10, [7, 8, 9, 255]))
    await drawContactSheet({ frames: list, target: target() })
    const factors = [count([1, 2, 3]) / 6000, count([4, 5, 6]) / 6161, count([7, 8, 9]) / 200]
    expect(factors[0]).toBeGreaterThan(1)
    expect(factors).toEqual([factors[0], factors[0], factors[0]])
  })

  test('shows an icon beside a photo, and each row is as high as it has to be', async () => {
    const list = frames(...Array.from({ length: 8 }, () => plainPng(900, 20)), plainPng(4, 4, [7, 8, 9, 255]))
    const made = await drawContactSheet({ frames: list, target: target(), columns: 3 })
    expect(count([7, 8, 9])).toBe(24 * 24)
    expect(made.height).toBeLessThan(300)
  })

  test('gives a white image an edge', async () => {
    await drawContactSheet({ frames: frames(plainPng(10, 10, [255, 255, 255, 255])), target: target() })
    const { width, height, data } = PNG.sync.read(readFileSync(target()))
    const row = data.subarray((height >> 1) * width * 4).subarray(0, width * 4)
    expect(row.filter((value, i) => i % 4 === 0 && value < 230)).toHaveLength(2)
  })

  test('fits images of different sizes and formats', async () => {
    const list = frames(plainPng(300, 20), plainPng(20, 900), plainPng(1, 1), JPEG, GIF, SVG)
    expect(await drawContactSheet({ frames: list, target: target() })).toMatchObject({ shown: 6, skipped: [] })
  })

  test('has as many columns as asked for, and eight at most', async () => {
    const list = frames(...Array.from({ length: 10 }, () => plainPng(10, 10)))
    const heights = []
    for (const columns of [2, 8, 100]) heights.push((await drawContactSheet({ frames: list, target: target(), columns })).height)
    expect(heights[0]).toBeGreaterThan(heights[1] as number)
    expect(heights[1]).toBe(heights[2])
  })

  test('leaves out what cannot be read, and says why', async () => {
    const broken = makePng({ width: 20, height: 20, type: 6, rows: [9, 9] })
    const made = await drawContactSheet({ frames: frames('no', plainPng(9, 9), broken, ANIMATED_WEBP, WEBP), target: target() })
    expect(made).toMatchObject({ shown: 2, of: 5 })
    expect(made.skipped.map(({ step }) => step).sort()).toEqual([0, 2, 3])
  })

  test('is not there where no image can be read', async () => {
    await expect(
      drawContactSheet({ frames: frames('no', makePng({ width: 20, height: 20, type: 6, rows: [9] })), target: target() }),
    ).rejects.toThrow()
    await expect(drawContactSheet({ frames: [], target: target() })).rejects.toThrow('there are no images')
    expect(left()).toEqual([])
  })
})
