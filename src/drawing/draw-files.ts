import type { FileEntry, FileList } from '../api/visual.ts'
import { figureToSvg } from '../render/figures/draw-figure.ts'
import { NoFigure } from '../render/figures/no-figure.ts'
import { numberText } from '../render/charts/number-text.ts'
import { filesPage } from '../render/pages/files-page.ts'
import type { DrawnVisual, DrawOptions } from './drawn-visual.ts'

/** Figures that are drawn from their specification; each takes some 30 ms. */
const MOST_DRAWN = 100

/** Files that are listed beside their page, so that a report can play them itself. */
const MOST_LISTED = 12

/** One page with players for all files. */
export function drawFiles({ title, media, entries }: FileList, { base, folder }: DrawOptions): DrawnVisual {
  const place = `${base}.html`
  const { html, alt } = filesPage({ title, media, entries, place })
  const page = folder.write(place, html)
  if (media === 'figure') return { title, form: 'gallery', files: [page], alt, note: null }
  return { title, form: 'players', files: [page, ...entries.slice(0, MOST_LISTED).map(({ file }) => file)], alt, note: null }
}

/** The last figure as a picture, kept by `keep`; where there are several, one page with all of them. */
export async function drawFigures(
  list: FileList,
  options: DrawOptions,
  keep: (svg: string, step: string) => Promise<readonly DrawnVisual[]>,
): Promise<readonly DrawnVisual[]> {
  const last = list.entries.at(-1)
  if (last === undefined) return []
  const svg = await svgOf(last.file, options)
  const drawn = svg === null ? [] : await keep(svg, `step ${numberText(last.step, 9)}`)
  if (list.entries.length === 1 && svg !== null) return drawn
  const entries: FileEntry[] = []
  for (const [i, entry] of list.entries.entries()) {
    if (options.signal.aborted) break
    // oxlint-disable-next-line no-await-in-loop -- one at a time: each takes the processor
    entries.push(i < MOST_DRAWN ? await asPicture(entry, options) : entry)
  }
  return [...drawn, drawFiles({ ...list, entries }, options)]
}

/** What browsers do not show themselves, or only as a page, is drawn beside it. */
async function asPicture(entry: FileEntry, options: DrawOptions): Promise<FileEntry> {
  if (entry.file.endsWith('.svg')) return entry
  const name = (entry.file.split('/').at(-1) ?? '').replace(/\.(?:(?:vl|vg)\.json|html)$/, '')
  const svg = await svgOf(entry.file, options)
  return svg === null ? entry : { ...entry, file: options.folder.write(`${options.base}/${name}.svg`, svg) }
}

/** Null for HTML that holds no drawing. */
async function svgOf(file: string, { folder }: DrawOptions): Promise<string | null> {
  const text = folder.read(file)
  if (!file.endsWith('.html')) return await figureToSvg(file.endsWith('.json') ? JSON.parse(text) : text)
  // A <figure> with its titles and legends.
  return await figureToSvg({ outerHTML: text }).catch((error: unknown) => {
    if (error instanceof NoFigure) return null
    throw error
  })
}
