import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { CurveBand, CurvesQuestion, LinesQuestion } from '../protocol.ts'
import type { FigureQuestion } from './answer-figure.ts'

/** Pixels of the narrowest and the widest chart. */
const [LEAST_WIDTH, MOST_WIDTH] = [50, 4000]

/** What an address asks; what it says wrongly, as one that was changed by hand, is as if it were not said. */
export function readLinesQuestion(query: URLSearchParams): LinesQuestion {
  return { where: query.get('where') ?? '', isGrouped: query.get('group') === 'yes', picked: query.getAll('pick') }
}

export function readCurvesQuestion(query: URLSearchParams): CurvesQuestion {
  const smoothing = numberOf(query.get('smoothing'))
  return {
    ...readLinesQuestion(query),
    series: query.get('series') ?? '',
    x: query.get('x') ?? 'step',
    band: bandOf(query.get('band')),
    smoothing: smoothing !== null && smoothing > 0 && smoothing < 1 ? smoothing : null,
    from: numberOf(query.get('from')),
    to: numberOf(query.get('to')),
    width: Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, numberOf(query.get('width')) ?? 400))),
    held: heldOf(query.get('held')),
  }
}

export function readFigureQuestion(query: URLSearchParams): FigureQuestion {
  const format = query.get('format')
  return {
    ...readCurvesQuestion(query),
    format: format === 'png' || format === 'pdf' ? format : 'svg',
    isLogX: query.get('logx') === 'yes',
    isLogY: query.get('logy') === 'yes',
  }
}

function bandOf(text: string | null): CurveBand {
  return text === 'quartiles' || text === 'range' ? text : 'ci'
}

function numberOf(text: string | null): number | null {
  const number = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : null
}

function heldOf(text: string | null): CurvesQuestion['held'] {
  const held: unknown = text === null ? null : parse(text)
  if (!isPlainObject(held)) return {}
  return Object.fromEntries(Object.entries(held).flatMap(([id, part]) => (isPart(part) ? [[id, part]] : [])))
}

function isPart(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // as if it were not said
  }
}
