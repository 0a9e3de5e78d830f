import type { CurveBand } from '../../../src/server/protocol.ts'

/** How curves are shown. */
export interface CurvesAddress {
  /** Keys of series; null for those that the archive suggests. */
  readonly series: readonly string[] | null
  /** `step`, `time`, or `series:` and a key. */
  readonly x: string
  readonly band: CurveBand
  /** 0 for none, up to 1, exclusive. */
  readonly smoothing: number
  readonly isLogX: boolean
  /** As experiments ask for when null. */
  readonly isLogY: boolean | null
  /** Whether all charts have the same y. */
  readonly isYShared: boolean
  /** Whether lines that are not selected are drawn, in grey. */
  readonly hasOthers: boolean
  /** The part of x that is shown; all when null. */
  readonly zoom: readonly [from: number, to: number] | null
}

export const START_CURVES: CurvesAddress = {
  ...{ series: null, x: 'step', band: 'ci', smoothing: 0, isLogX: false, isLogY: null, isYShared: false, hasOthers: false },
  zoom: null,
}

/** What the part of an address behind `?` says of curves. What it does not know is as at the start. */
export function parseCurves(query: URLSearchParams): CurvesAddress {
  const band = query.get('band')
  const smoothing = Number(query.get('smooth'))
  const [from, to] = (query.get('zoom') ?? '').split('~').map((text) => (text === '' ? Number.NaN : Number(text)))
  const isZoom = from !== undefined && to !== undefined && from < to
  return {
    series: query.has('series') ? query.getAll('series').filter((key) => key !== '') : null,
    x: query.get('x') ?? 'step',
    band: band === 'quartiles' || band === 'range' ? band : 'ci',
    smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
    isLogX: query.get('logx') === 'yes',
    isLogY: query.has('logy') ? query.get('logy') === 'yes' : null,
    isYShared: query.get('y') === 'shared',
    hasOthers: query.get('others') === 'yes',
    zoom: isZoom ? [from, to] : null,
  }
}

/** Adds what is not as at the start. */
export function formatCurves(curves: CurvesAddress, query: URLSearchParams): void {
  const { series, x, band, smoothing, isLogX, isLogY, isYShared, hasOthers, zoom } = curves
  if (series?.length === 0) query.append('series', '')
  for (const key of series ?? []) query.append('series', key)
  if (x !== 'step') query.set('x', x)
  if (band !== 'ci') query.set('band', band)
  if (smoothing > 0) query.set('smooth', String(smoothing))
  if (isLogX) query.set('logx', 'yes')
  if (isLogY !== null) query.set('logy', isLogY ? 'yes' : 'no')
  if (isYShared) query.set('y', 'shared')
  if (hasOthers) query.set('others', 'yes')
  if (zoom !== null) query.set('zoom', zoom.join('~'))
}
