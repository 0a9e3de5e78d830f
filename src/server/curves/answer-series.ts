import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { isSystemSeries } from '../../format/series.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { seriesLook } from '../../query/figures/series-look.ts'
import type { RunFields } from '../../query/run-fields.ts'
import type { LinesQuestion, SeriesAnswer, SeriesName } from '../protocol.ts'
import type { CurveReader, CurveSources } from './curve-reader.ts'

/** The series that lines have, and the lines. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export async function answerSeries(
  all: readonly RunFields[],
  question: LinesQuestion,
  { choose, reader }: CurveSources,
): Promise<SeriesAnswer> {
  const { lines, by, count, matched } = await choose(all, question)
  const runs = lines.flatMap((line) => line.runs)
  return {
    series: seriesOf(runs, await liveNames(runs, reader)),
    lines: lines.map(({ id, label, runs: own, left }) => ({
      ...{ id, label, left },
      runs: own.map(({ listed }) => pathInArchive(listed)),
      isRunning: own.some(({ run }) => run.status === 'running'),
    })),
    ...{ by, count, drawn: runs.length, matched, total: all.length },
  }
}

/** What runs that go on have by now: the thread that draws them has read it. */
async function liveNames(runs: readonly RunFields[], reader: CurveReader): Promise<ReadonlyMap<RunFields, readonly string[]>> {
  const live = runs.filter(({ run }) => run.status === 'running')
  const names = live.length === 0 ? [] : await reader.names(live.map(({ listed }) => listed.folder))
  return new Map(live.map((run, index) => [run, names[index] ?? []]))
}

/** In the order in which runs have begun them; what runlab itself measures last. */
function seriesOf(runs: readonly RunFields[], live: ReadonlyMap<RunFields, readonly string[]>): readonly SeriesName[] {
  const found = new Map<string, RunFields[]>()
  for (const run of runs) {
    for (const key of live.get(run) ?? keysOf(run)) {
      const having = found.get(key)
      if (having === undefined) found.set(key, [run])
      else having.push(run)
    }
  }
  const isSystem = ([key]: readonly [string, unknown]): number => Number(isSystemSeries({ name: key }))
  return [...found]
    .toSorted((a, b) => isSystem(a) - isSystem(b))
    .map(([key, having]) => {
      const { unit, step, isLog } = seriesLook(having, key)
      return { key, runs: having.length, unit: unit ?? null, step: step ?? null, isLog: isLog === true }
    })
}

function keysOf({ series }: RunFields): readonly string[] {
  return Object.entries(series).flatMap(([key, summary]) =>
    isPlainObject(summary) && summary['kind'] === 'number' && summary['count'] !== 0 ? [key] : [],
  )
}
