import type { RenderedImage, ResvgRenderOptions } from '@resvg/resvg-js'
import { FONTS } from './fonts.ts'
import { withoutFiles } from './without-files.ts'

export interface RasterOptions {
  /** Pixels of the picture for one of the SVG; 1 when left out. */
  readonly zoom?: number
  /** Any colour of CSS; transparent when left out. */
  readonly background?: string
}

/** Draws SVG with the fonts of the package, and no other file. Rejects with the renderer's error for what is no SVG. */
export async function rasterise(svg: string, { zoom = 1, background }: RasterOptions = {}): Promise<RenderedImage> {
  const { Resvg } = await import('@resvg/resvg-js')
  const options: ResvgRenderOptions = {
    font: { ...FONTS, fontFiles: [...FONTS.fontFiles] },
    fitTo: { mode: 'zoom', value: zoom },
    logLevel: 'off',
    ...(background === undefined ? {} : { background }),
  }
  return new Resvg(withoutFiles(svg), options).render()
}
