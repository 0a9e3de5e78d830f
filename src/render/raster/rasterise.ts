import type { RenderedImage, ResvgRenderOptions } from '@resvg/resvg-js'
import { boundedFilters } from './bounded-filters.ts'
import { fontsFor } from './fonts.ts'
import { withoutFiles } from './without-files.ts'

export interface RasterOptions {
  /** Pixels of the picture for one of the SVG; 1 when left out. */
  readonly zoom?: number
  /** Any colour of CSS; transparent when left out. */
  readonly background?: string
}

/** More pixels than a picture is let have, 8192 by 8192: resvg ends the process where it cannot have the memory for them. */
const MOST_PIXELS = 67_108_864

/**
 * Draws SVG with fonts of the package, where these have no letters with those of the system, and no other file; one that is too large is drawn smaller. Rejects with the renderer's
 * error for what is no SVG.
 */
export async function rasterise(svg: string, { zoom = 1, background }: RasterOptions = {}): Promise<RenderedImage> {
  const { Resvg } = await import('@resvg/resvg-js')
  const options: ResvgRenderOptions = {
    font: fontsFor(svg),
    fitTo: { mode: 'zoom', value: zoom },
    logLevel: 'off',
    ...(background === undefined ? {} : { background }),
  }
  const own = boundedFilters(withoutFiles(svg))
  const drawing = new Resvg(own, options)
  const largest = Math.sqrt(MOST_PIXELS / Math.max(1, drawing.width) / Math.max(1, drawing.height))
  if (zoom <= largest) return drawing.render()
  return new Resvg(own, { ...options, fitTo: { mode: 'zoom', value: largest } }).render()
}
