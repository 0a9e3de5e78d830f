import type { CurvesQuestion } from '../protocol.ts'
import type { ChosenLine } from './choose-lines.ts'
import type { CurveX } from './curve-store.ts'
import type { CurvesTask, HeldPart } from './curves-task.ts'

/** What is to be read for a question over lines. */
export function curvesTask(lines: readonly ChosenLine[], question: CurvesQuestion, draws: number): CurvesTask {
  const { isGrouped, series, band, smoothing, from, to, width, held } = question
  return {
    lines: lines.map(({ id, runs }) => ({ id, folders: runs.map(({ listed }) => listed.folder), held: heldOf(held, id) })),
    x: xOf(question.x),
    ...{ isGrouped, series, band, smoothing, from, to, width, draws },
  }
}

function heldOf(held: CurvesQuestion['held'], id: string): HeldPart | null {
  const own = Object.hasOwn(held, id) ? held[id] : undefined
  return own === undefined ? null : { points: own[0], sum: own[1] }
}

function xOf(text: string): CurveX {
  if (text === 'time') return 'time'
  return text.startsWith('series:') ? { series: text.slice('series:'.length) } : 'step'
}
