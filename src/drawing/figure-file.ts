import { resolve } from 'node:path'
import type { FigureSource } from '../api/visual.ts'
import { runlabError } from '../errors.ts'
import { isElement } from '../internal/svg-text.ts'
import { writeAtomically } from '../internal/write-atomically.ts'
import { NoFigure } from '../render/figures/no-figure.ts'
import { isWrapped } from '../tracking/kinds/wrapped.ts'

const FORMATS = ['svg', 'png', 'pdf'] as const
export type FigureFormat = (typeof FORMATS)[number]

/** Pixels of a PNG for one of its SVG; of one that is to be printed, 600 for an inch, of which SVG has 96. */
const [ZOOM, PRINT_ZOOM] = [2, 600 / 96]

/** By the extension; null for none of them. */
export function figureFormat(file: string): FigureFormat | null {
  return FORMATS.find((format) => file.toLowerCase().endsWith(`.${format}`)) ?? null
}

/** SVG as the content of a file. Rejects with UnreadableImage. */
export async function figureContent(svg: string, format: FigureFormat): Promise<string | Uint8Array> {
  switch (format) {
    case 'svg':
      return svg
    case 'pdf': {
      const { svgToPdf } = await import('../render/pdf/svg-to-pdf.ts')
      return await svgToPdf(svg)
    }
    case 'png': {
      const { rasterise } = await import('../render/raster/rasterise.ts')
      const zoom = /^<svg [^>]*width="[\d.]+mm"/.test(svg) ? PRINT_ZOOM : ZOOM
      return (await rasterise(svg, { zoom, background: '#ffffff' })).asPng()
    }
  }
}

/**
 * Draws a figure into a file, by its extension as SVG, PNG or PDF; relative to the working directory. Replaces what is there, and
 * resolves with the absolute path.
 *
 * ```ts
 * await saveFigure('loss.pdf', await plotRuns(openArchive('results').runs(), { of: 'loss', paper: true }))
 * ```
 *
 * @throws FIGURE_FILE for another extension, and for what cannot be drawn; ARCHIVE_UNWRITABLE.
 */
export async function saveFigure(file: string, figure: FigureSource): Promise<string> {
  const format = figureFormat(file)
  if (format === null) throw runlabError('FIGURE_FILE', { file, reason: 'its extension says no format that there is' })
  try {
    const meant: unknown = isWrapped(figure) ? figure.value : figure
    const { figureToSvg } = await import('../render/figures/draw-figure.ts')
    const svg = await figureToSvg(isElement(meant) ? { outerHTML: meant.outerHTML } : meant)
    const path = resolve(file)
    writeAtomically(path, await figureContent(svg, format))
    return path
  } catch (error) {
    if (error instanceof NoFigure) throw runlabError('FIGURE_FILE', { file, reason: error.message }, error)
    throw error
  }
}
