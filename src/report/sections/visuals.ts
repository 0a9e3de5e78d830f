import { sayUndrawn } from '../../archive/status/undrawn.ts'
import { capitalised } from '../../internal/capitalised.ts'
import { FILES } from '../../format/files.ts'
import { parseJsonLines } from '../../format/parse-json-lines.ts'
import { parseVisualRecord } from '../../format/visuals.ts'
import type { VisualRecord } from '../../format/visuals.ts'
import { imageSize } from '../../tracking/kinds/image-size.ts'
import { escapeHtml, html, join, raw } from '../html.ts'
import type { Html } from '../html.ts'
import { breakable } from '../breakable.ts'
import { beginningOf } from './beginnings.ts'
import { inlineSvg, isOwnChart } from '../inline-svg.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { countOf, countText, cutText } from '../report-texts.ts'
import { lazily, mediaOf } from '../run-files.ts'
import type { RunFiles } from '../run-files.ts'
import { sizeText } from './head.ts'

/** Visuals of a group that are shown, bytes of one plot in the page, and of all plots. */
const MOST = 100
const LARGEST_PLOT = 500_000
const PLOTS = 8_000_000
const MOST_PLAYERS = 6
/** Letters for which a sheet has room above its images. */
const TITLE_OF_SHEET = 80

interface Drawing {
  readonly report: ReportRun
  plots: number
  tables: number
  /** Bytes. */
  room: number
}

/** What was drawn of the run: what the experiment drew, what was tracked, what runlab measured. Null where nothing was. */
export function visuals(report: ReportRun): Html | null {
  const lines = report.files.read(FILES.drawn)?.toString('utf8') ?? ''
  const records = parseJsonLines(lines, FILES.drawn, parseVisualRecord)
  const said = sayUndrawn(report.run.folder)
  const undrawn =
    said === null ? null : html`<p>${capitalised(said)}: <code>runlab draw ${report.run.name}</code> draws all of it.</p>`
  if (records.length === 0) return undrawn
  const drawing: Drawing = { report, plots: 0, tables: 0, room: PLOTS }
  const shown = [...records.filter(({ group }) => group === 'own'), ...records.filter(({ group }) => group === 'tracked')]
  const system = records.filter(({ group }) => group === 'system')
  return html`${undrawn}${show(shown, drawing)}
  ${
    system.length === 0
      ? null
      : html`<details class="system">
          <summary>What the machine did meanwhile</summary>
          ${show(system, drawing)}
        </details>`
  }`
}

function show(records: readonly VisualRecord[], drawing: Drawing): Html {
  const figures = records.filter(({ form }) => form !== 'note')
  const notes = records.filter(({ form }) => form === 'note')
  const left = figures.length - MOST
  const isPart = partsOf(figures)
  const isSheeted = sheetedOf(figures)
  const figure = (record: VisualRecord, i: number, all: readonly VisualRecord[]): Html | null =>
    attempt(drawing.report, () => figureOf(record, { drawing, isSheeted: isSheeted(record), isAlone: record === aloneIn(all) }))
  const ofPart = (part: boolean): readonly VisualRecord[] => figures.slice(0, MOST).filter((record) => isPart(record) === part)
  const [whole, parts] = [ofPart(false), ofPart(true)]
  return html`<div class="figures">${whole.map(figure)}</div>
    ${
      parts.length === 0
        ? null
        : html`<details class="parts">
            <summary>${countText(parts.length)} of these series, each by itself</summary>
            <div class="figures">${parts.map(figure)}</div>
          </details>`
    }
    ${left > 0 ? html`<p class="cut">${countText(left)} more lie in ${drawing.report.files.link(`${FILES.visuals}/`, FILES.visuals)}.</p>` : null}
    ${
      notes.length === 0
        ? null
        : html`<ul class="notes">
            ${notes.slice(0, MOST).map(sayNote)}
          </ul>`
    }`
}

function keyOf({ name, context }: VisualRecord['series'][number]): string {
  return JSON.stringify([name, context])
}

/** Whether a video has a sheet with pictures of it beside it, which paper can show. */
function sheetedOf(records: readonly VisualRecord[]): (record: VisualRecord) => boolean {
  const sheeted = new Set(records.filter(({ form }) => form === 'sheet').flatMap(({ series }) => series.map(keyOf)))
  return ({ form, series }) => form === 'video' && series.some((one) => sheeted.has(keyOf(one)))
}

/** Whether a plot shows one of the series that another shows together. */
function partsOf(records: readonly VisualRecord[]): (record: VisualRecord) => boolean {
  const together = new Set(records.filter(({ series }) => series.length > 1).flatMap(({ series }) => series.map(keyOf)))
  return ({ series: [first, second] }) => first !== undefined && second === undefined && together.has(keyOf(first))
}

function sayNote({ title, alt, note }: VisualRecord): Html {
  return html`<li><strong>${cutText(title, 300)}</strong>: ${cutText(note ?? alt, 1000)}</li>`
}

interface FigureOptions {
  readonly drawing: Drawing
  readonly isSheeted: boolean
  /** Whether it has a row of its own. */
  readonly isAlone: boolean
}

/** The heading comes first, and is not shown where the picture has it: who listens walks from one to the next. */
function figureOf(record: VisualRecord, { drawing, isSheeted, isAlone }: FigureOptions): Html {
  const { title, note, form } = record
  const said = note === null ? null : html`<p class="small">${cutText(note, 1000)}</p>`
  const unseen = form === 'video' && !isSheeted ? html`<p class="small on-paper">A video, which paper cannot show.</p>` : null
  const name = title.trim() === '' ? 'Without a name' : cutText(title, 300)
  const { body, isTitled = false } = bodyOf(record, drawing)
  return html`<figure class="${form}${isSheeted ? ' off-paper' : ''}${isAlone ? ' alone' : ''}">
    <figcaption>
      <h3${isTitled ? html` class="unseen"` : null}>${breakable(name)}</h3>
      ${isPicture(form) ? null : aboutOf(record, drawing)}
    </figcaption>
    ${body}${unseen} ${isPicture(form) ? html`${said}${linksOf(record, drawing)}` : said}
  </figure>`
}

/** The last picture where they do not fill rows of two. */
function aloneIn(records: readonly VisualRecord[]): VisualRecord | undefined {
  const pictures = records.filter(({ form }) => isPicture(form))
  return pictures.length % 2 === 1 ? pictures.at(-1) : undefined
}

function isPicture(form: VisualRecord['form']): boolean {
  return form === 'plot' || form === 'video' || form === 'sheet'
}

/** `60 rows, 10 columns`, and the files. */
function aboutOf(record: VisualRecord, drawing: Drawing): Html {
  return html`<span class="small">${withoutTitle(record)}</span>${linksOf(record, drawing)}`
}

/** What is said of a visual for those who cannot see it, without its title, which stands above: `Table: turns; 8 rows.` */
function withoutTitle({ title, alt }: VisualRecord): string {
  const begin = [`Table: ${title}; `, `${title}: `].find((text) => alt.startsWith(text))
  return cutText(begin === undefined ? alt : alt.slice(begin.length).replace(/\.$/, ''), 1000)
}

function linksOf({ files }: VisualRecord, { report }: Drawing): Html {
  const links = files.slice(0, 12).map((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const size = report.files.sizeOf(path)
    return size === null
      ? html`<span>${name} (not there any more)</span>`
      : html`<span>${report.files.link(path, name)} ${sizeText(size)}</span>`
  })
  const more = files.length > links.length ? html` and ${countText(files.length - links.length)} more` : null
  return html`<span class="small links">${join(links, ' ')}${more}</span>`
}

interface Body {
  readonly body: Html | null
  /** Whether its title can be seen in it. */
  readonly isTitled?: boolean
}

function bodyOf(record: VisualRecord, drawing: Drawing): Body {
  const [path] = record.files
  if (path === undefined) return { body: isPicture(record.form) ? html`<p>${altOf(record)}</p>` : null }
  switch (record.form) {
    case 'plot':
      return plotOf(record, path, drawing)
    case 'sheet':
      return { body: mediumOf(record, path, drawing), isTitled: record.title.length <= TITLE_OF_SHEET }
    case 'video':
      return { body: mediumOf(record, path, drawing) }
    default:
      return {
        body: html`${beginningOf(record, { report: drawing.report, table: drawing.tables++ })}${playersOf(record, drawing)}`,
      }
  }
}

/** A plot as a part of the page where it can be trusted to be only a drawing, else as a picture, which runs nothing either. */
function plotOf(record: VisualRecord, path: string, drawing: Drawing): Body {
  const { files } = drawing.report
  const size = files.sizeOf(path)
  if (size !== null && size <= Math.min(LARGEST_PLOT, drawing.room) && path.toLowerCase().endsWith('.svg')) {
    drawing.plots += 1
    const text = files.read(path)?.toString('utf8') ?? ''
    const svg = inlineSvg(text, { prefix: `p${drawing.plots}-`, alt: altOf(record) })
    drawing.room -= size
    if (svg !== null) {
      const body = html`<div class="drawing${isOwnChart(svg) ? ' own' : ''}">${raw(svg)}</div>`
      return { body, isTitled: svg.includes(`>${escapeHtml(record.title)}</text>`) }
    }
  }
  return { body: mediumOf(record, path, drawing) }
}

function mediumOf(record: VisualRecord, path: string, { report: { files } }: Drawing): Html {
  const source = files.source(path)
  const alt = altOf(record)
  if (source === null) return html`<p>${alt}</p>`
  if (mediaOf(path) === 'video') {
    return html`<video controls playsinline preload="metadata" aria-label="${alt}" src="${source}">${alt}</video>`
  }
  return html`<img${lazily(source)}${sizeOf(path, files)} alt="${alt}" src="${source}" />`
}

/** As attributes, so that a picture that is loaded later has its place. */
function sizeOf(path: string, files: RunFiles): Html | null {
  const head = path.endsWith('.png') ? files.read(path, { first: 30 }) : null
  const size = head === null ? null : imageSize('png', head)
  return size === null ? null : html` width="${size.width}" height="${size.height}"`
}

/** Players for the first of the tracked recordings, each with the name of its file; what has no room is said. */
function playersOf({ files: paths, title }: VisualRecord, { report: { files } }: Drawing): Html | null {
  const found = paths.filter((path) => ['audio', 'video'].includes(mediaOf(path) ?? '') && files.sizeOf(path) !== null)
  if (found.length === 0) return null
  const sources = found.slice(0, MOST_PLAYERS).map((path) => ({ path, source: files.source(path) }))
  const played = sources.filter((one): one is { path: string; source: string } => one.source !== null)
  const left = sources.length - played.length
  return html`${played.map(({ path, source }) => playerOf(path, { source, label: `${title}, ${path.slice(path.lastIndexOf('/') + 1)}` }))}
  ${left === 0 ? null : html`<p class="cut">${countOf(left, 'recording')} had no room in this page.</p>`}
  ${found.length > MOST_PLAYERS ? html`<p class="cut">The first ${MOST_PLAYERS} can be played here.</p>` : null}`
}

function playerOf(path: string, { source, label }: { readonly source: string; readonly label: string }): Html {
  const name = html`<span class="small">${path.slice(path.lastIndexOf('/') + 1)}</span>`
  return mediaOf(path) === 'audio'
    ? html`<div class="player">${name}<audio controls preload="none" aria-label="${label}" src="${source}"></audio></div>`
    : html`<div class="player">
        ${name}<video controls playsinline preload="metadata" aria-label="${label}" src="${source}"></video>
      </div>`
}

function altOf({ alt, title }: VisualRecord): string {
  return cutText(alt === '' ? title : alt, 2000)
}
