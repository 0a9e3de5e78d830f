import { durationText } from './duration-text.ts'

/** How far an iteration is. */
export interface ProgressState {
  readonly label: string
  readonly done: number
  /** Null when unknown. */
  readonly total: number | null
  /** Milliseconds. */
  readonly elapsed: number
  /** Shown at the end of the line. */
  readonly beside?: string
}

/** One line for a terminal: label, bar, count, rate and the time left; never wider than `width` columns. */
export function progressBar(state: ProgressState, width: number): string {
  const { label, done, total, elapsed, beside = '' } = state
  const end = beside === '' ? '' : ` · ${beside}`
  if (total === null) return fit(`${label} ${done} ${rateText(done, elapsed)}${end}`, width)
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const left = done === 0 ? '' : ` ${durationText((elapsed / done) * Math.max(0, total - done))} left`
  const percent = `${Math.floor(share * 100)}%`.padStart(4)
  const tail = `${percent} ${done}/${total} ${rateText(done, elapsed)}${left}${end}`
  const room = Math.min(30, width - label.length - tail.length - 3)
  if (room < 5) return fit(`${label} ${tail}`, width)
  const filled = Math.round(share * room)
  return fit(`${label} ${'━'.repeat(filled)}${'─'.repeat(room - filled)} ${tail}`, width)
}

/** One line for the log when an iteration has ended. */
export function progressSummary(state: ProgressState, ended: boolean): string {
  const { label, done, total, elapsed, beside = '' } = state
  const count = total === null ? String(done) : `${done}/${total}`
  return `${label}: ${count} ${ended ? 'done' : 'stopped'} in ${durationText(elapsed)} (${rateText(done, elapsed)})${beside === '' ? '' : `, ${beside}`}`
}

function rateText(done: number, elapsed: number): string {
  if (done === 0 || elapsed <= 0) return '–/s'
  const perSecond = (done * 1000) / elapsed
  if (perSecond >= 1) return `${perSecond >= 100 ? Math.round(perSecond) : perSecond.toPrecision(3)}/s`
  return `${durationText(elapsed / done)} each`
}

function fit(text: string, width: number): string {
  return text.length < width ? text : `${text.slice(0, Math.max(0, width - 2))}…`
}
