import type { JSX } from 'preact'
import type { RunSeries } from '../../../src/server/protocol-run.ts'
import { MediaPlayer } from './media-player.tsx'
import { RowsTable } from './rows-table.tsx'
import { Section } from './section.tsx'

interface TrackedProps {
  readonly run: string
  readonly files: string
  readonly series: readonly RunSeries[]
  readonly looks: number
}

const MEDIA = new Set(['image', 'figure', 'video', 'audio', 'text', 'svg', 'html'])

/** What was tracked besides numbers: pictures, sounds and texts by step, tables whole. */
export function Tracked({ run, files, series }: TrackedProps): JSX.Element | null {
  const media = series.filter(({ kind }) => MEDIA.has(kind))
  const tables = series.filter(({ kind, key }) => (kind === 'table' || kind === 'json') && !key.includes(' '))
  if (media.length === 0 && tables.length === 0) return null
  return (
    <>
      {media.length > 0 && (
        <Section id="media" title="Media">
          <div class="media">
            {media.map(({ key, kind, count }) => (
              <MediaPlayer key={`${key} ${kind}`} {...{ run, files, name: key, count }} />
            ))}
          </div>
        </Section>
      )}
      {tables.map(({ key, count }) => (
        <Section key={key} id={`table-${key}`.replaceAll(/\W/g, '-')} title={key}>
          <RowsTable run={run} table={key} version={count} />
        </Section>
      ))}
    </>
  )
}
