import type { DrawProgress } from '../../drawing/draw-run.ts'
import { visibleText } from '../../render/visible-text.ts'

const ERASE_LINE = '\r\u001b[2K'

/** Says on a terminal what is being drawn, in the line of what was said before. */
export function showProgress({ share, title }: Pick<DrawProgress, 'share' | 'title'>): void {
  if (!process.stderr.isTTY) return
  const text = `${`${Math.floor(share * 100)}%`.padStart(4)} ${title}`
  process.stderr.write(`${ERASE_LINE}${visibleText(text).slice(0, (process.stderr.columns || 80) - 1)}`)
}

export function eraseProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(ERASE_LINE)
}
