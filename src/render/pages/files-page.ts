import type { FileEntry } from '../../api/visual.ts'
import { escapeXml } from '../escape-xml.ts'
import { numberText } from '../charts/number-text.ts'
import { page, relativeLink } from './page.ts'

/** Files on a page; the others lie beside them. */
const MOST_FILES = 500

export interface FilesPage {
  readonly title: string
  /** What a step is. */
  readonly step?: string | undefined
  readonly media: 'audio' | 'video' | 'figure'
  /** With the picture of a figure that browsers do not show themselves. */
  readonly entries: readonly FileEntry[]
  /** Path of the page inside the run. */
  readonly place: string
}

/** Players or pictures for files of a run, by relative links. */
export function filesPage({ title, step: name = 'step', media, entries, place }: FilesPage): {
  readonly html: string
  readonly alt: string
} {
  const size = `${entries.length.toLocaleString('en')} ${nameOf(media, entries.length)}.`
  const alt = `${title}: ${size}`
  const shown = entries.slice(0, MOST_FILES).map(({ step, file }) => {
    const caption = `${name} ${numberText(step, 9)}`
    const link = relativeLink(place, file)
    return `<figure><figcaption>${escapeXml(caption)} · <a href="${link}">${escapeXml(file.split('/').at(-1) ?? file)}</a></figcaption>${element(media, link, `${title}, ${caption}`)}</figure>`
  })
  const cut = shown.length < entries.length ? ` Shown are the first ${shown.length}; the others are in the folder tracked/.` : ''
  return { html: page({ title, about: `${size}${cut}`, body: shown.join('\n') }), alt }
}

function element(media: FilesPage['media'], link: string, label: string): string {
  if (media === 'audio') return `<audio controls preload="none" src="${link}" aria-label="${escapeXml(label)}"></audio>`
  if (media === 'video') return `<video controls preload="metadata" src="${link}" aria-label="${escapeXml(label)}"></video>`
  // Pictures, so that nothing in them runs; pages in a frame that lets nothing run.
  if (/\.html$/i.test(link)) return `<iframe sandbox src="${link}" title="${escapeXml(label)}" width="720" height="480"></iframe>`
  return /\.(svg|png)$/i.test(link) ? `<img src="${link}" alt="${escapeXml(label)}" loading="lazy">` : ''
}

function nameOf(media: FilesPage['media'], count: number): string {
  if (media === 'audio') return count === 1 ? 'recording' : 'recordings'
  return count === 1 ? media : `${media}s`
}
