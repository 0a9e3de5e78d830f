import { chooseEvenly } from '../internal/choose-evenly.ts'
import type { FileEntry, FileList } from '../api/visual.ts'
import { figureToSvg } from '../render/figures/draw-figure.ts'
import { NoFigure } from '../render/figures/no-figure.ts'
import { numberText } from '../render/charts/number-text.ts'
import { filesPage } from '../render/pages/files-page.ts'
import type { DrawnVisual, DrawOptions } from './drawn-visual.ts'
import { drawFigureFrames, isUndrawn, readFigure } from './figure-frames.ts'
import type { FigureFrame } from './figure-frames.ts'

/** Figures of a series that are drawn, evenly chosen; each takes some 50 ms. */
const MOST_DRAWN = 600
/** Pictures of figures that are written for the page, beside the tracked files. */
const MOST_WRITTEN = 100

/** Files that are listed beside their page, so that a report can play them itself. */
const MOST_LISTED = 12

/** One page with players for all files. */
export function drawFiles({ title, step, media, entries }: FileList, { base, folder }: DrawOptions): DrawnVisual {
  const place = `${base}.html`
  const { html, alt } = filesPage({ title, step, media, entries, place })
  const page = folder.write(place, html)
  if (media === 'figure') return { title, form: 'gallery', files: [page], alt, note: null }
  return { title, form: 'players', files: [page, ...entries.slice(0, MOST_LISTED).map(({ file }) => file)], alt, note: null }
}

/** The last figure as a picture, kept by `keep`; where there are several, a video, and one page with all of them. */
export async function drawFigures(
  list: FileList,
  options: DrawOptions,
  keep: (svg: string, step: string) => Promise<readonly DrawnVisual[]>,
): Promise<readonly DrawnVisual[]> {
  const { title, entries } = list
  const last = entries.at(-1)
  if (last === undefined) return []
  const { folder, signal, onProgress } = options
  const read = (file: string): string => folder.read(file)
  const svg = await svgOf(last, { title, read })
  const drawn = 'svg' in svg ? await keep(svg.svg, `${list.step ?? 'step'} ${numberText(last.step, 9)}`) : []
  if (entries.length === 1) {
    if ('reason' in svg && !last.file.endsWith('.html')) throw new NoFigure(svg.reason)
    return 'svg' in svg ? drawn : [drawFiles(list, options)]
  }
  const chosen = chooseEvenly(entries, MOST_DRAWN)
  const frames = await drawFigureFrames(chosen, { title, read, signal, onProgress: (i, of) => onProgress(i, 2 * of) })
  const { drawFrames } = await import('./draw-images.ts')
  const left = entries.length - chosen.length
  const all = {
    ...list,
    note:
      left === 0
        ? null
        : `${left.toLocaleString('en')} of ${entries.length.toLocaleString('en')} figures are not in it: it has ${MOST_DRAWN}, evenly chosen.`,
  }
  const video = await drawFrames(all, frames, { ...options, onProgress: (i, of) => onProgress(of + i, 2 * of) })
  const drawnOf = new Map(chosen.map((entry, i) => [entry, frames[i]]))
  const pictures = entries.map((entry, i) => (i < MOST_WRITTEN ? asPicture(entry, drawnOf.get(entry), options) : entry))
  return [...drawn, ...video, drawFiles({ ...list, entries: pictures }, options)]
}

/** What browsers do not show themselves, or only as a page, is drawn beside it. */
function asPicture(entry: FileEntry, frame: FigureFrame | undefined, { base, folder }: DrawOptions): FileEntry {
  if (!isUndrawn(entry.file) || frame === undefined || !('svg' in frame)) return entry
  const name = (entry.file.split('/').at(-1) ?? '').replace(/\.(?:(?:vl|vg|chart)\.json|html)$/, '')
  return { ...entry, file: folder.write(`${base}/${name}.svg`, frame.svg) }
}

interface Drawing {
  readonly title: string
  readonly read: (file: string) => string
}

async function svgOf(
  { file }: FileEntry,
  { title, read }: Drawing,
): Promise<{ readonly svg: string } | { readonly reason: string }> {
  try {
    return { svg: await figureToSvg(readFigure(file, read), title) }
  } catch (error) {
    if (error instanceof NoFigure) return { reason: error.message }
    throw error
  }
}
