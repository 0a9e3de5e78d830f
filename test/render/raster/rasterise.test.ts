import { expect, test } from 'vitest'
import { rasterise } from '../../../src/render/raster/rasterise.ts'

const svg = (width: number | string, height: number | string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%"/></svg>`

test('a picture is drawn smaller where it would have more pixels than a process can hold', async () => {
  const { width, height } = await rasterise(svg('1e9', '1e9'))
  expect(width).toBe(height)
  expect(width * height).toBeLessThanOrEqual(8192 * 8192)
  expect(await rasterise(svg(300, 200), { zoom: 2 })).toMatchObject({ width: 600, height: 400 })
  await expect(rasterise(svg('1e9', 1))).rejects.toThrow()
})
