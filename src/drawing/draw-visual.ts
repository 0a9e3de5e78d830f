import type { FileList, Visual } from '../api/visual.ts'
import type { Drawing } from '../render/charts/drawing.ts'
import { drawChart } from '../render/charts/draw-chart.ts'
import { figureToSvg } from '../render/figures/draw-figure.ts'
import { compileDocument } from '../render/pages/document-page.ts'
import { compileTable } from '../render/pages/table-page.ts'
import { drawFigures, drawFiles } from './draw-files.ts'
import type { DrawnVisual, DrawOptions } from './drawn-visual.ts'

/** Draws a visual into files. Gives one or more things that are to be shown. */
export async function drawVisual(visual: Visual, options: DrawOptions): Promise<readonly DrawnVisual[]> {
  switch (visual.type) {
    case 'lines':
    case 'bars':
    case 'heat-map':
    case 'tiles':
    case 'curves':
    case 'points':
    case 'boxes':
    case 'parallel':
      return await keepChart(visual.title, await drawChart(visual), options)
    case 'figure': {
      const svg = await figureToSvg(visual.figure, visual.title)
      return await keepChart(visual.title, { svg, alt: `Figure: ${visual.title}.` }, options)
    }
    case 'images': {
      const { drawImages } = await import('./draw-images.ts')
      return await drawImages(visual, options)
    }
    case 'table': {
      const { html, csv, jsonLines, alt } = compileTable(visual)
      return [keepPage(visual.title, 'table', { '.html': html, '.csv': csv, '.jsonl': jsonLines }, { ...options, alt })]
    }
    case 'document': {
      const { html, text, alt } = compileDocument(visual)
      return [keepPage(visual.title, 'document', { '.html': html, '.txt': text }, { ...options, alt })]
    }
    case 'files':
      return await drawAll(visual, options)
  }
}

async function drawAll(visual: FileList, options: DrawOptions): Promise<readonly DrawnVisual[]> {
  if (visual.media !== 'figure') return [drawFiles(visual, options)]
  return await drawFigures(visual, options, async (svg, step) => {
    const alt = `Figure: ${visual.title}, ${step}.`
    return await keepChart(`${visual.title}, ${step}`, { svg, alt }, options)
  })
}

async function keepChart(title: string, drawing: Drawing, { base, folder }: DrawOptions): Promise<readonly DrawnVisual[]> {
  if ('note' in drawing) return [{ title, form: 'note', files: [], alt: drawing.note, note: drawing.note }]
  const { svg, alt } = drawing
  const png = await folder.rasterise(svg) // first: what cannot be read leaves nothing
  const files = [folder.write(`${base}.svg`, svg), folder.write(`${base}.png`, png)]
  return [{ title, form: 'plot', files, alt, note: null }]
}

function keepPage(
  title: string,
  form: 'table' | 'document',
  contents: Readonly<Record<string, string>>,
  { base, folder, alt }: DrawOptions & { readonly alt: string },
): DrawnVisual {
  const files = Object.entries(contents).map(([extension, content]) => folder.write(`${base}${extension}`, content))
  return { title, form, files, alt, note: null }
}
