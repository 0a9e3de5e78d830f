import type { Colors } from './colors.ts'
import { visibleText } from './visible-text.ts'
import { terminalLink } from './terminal-link.ts'
import { wrapText } from './wrap-text.ts'

/** A line of a panel: a label and what it says. */
export interface PanelRow {
  readonly label: string
  readonly text: string
  /** Where a click on the text leads. */
  readonly url?: string
  /** Whether it is written in several lines where it does not fit in one, in place of being cut. */
  readonly isWhole?: boolean
}

export interface Panel {
  readonly title: string
  readonly tone: 'neutral' | 'good' | 'bad'
  readonly rows: readonly PanelRow[]
}

export interface PanelStyle {
  readonly colors: Colors
  readonly columns: number
  /** Whether links may be written as terminal escapes. */
  readonly links: boolean
}

/** Draws a panel as lines of text, each at most `columns` wide except for paths and words of whole texts, which are never cut. */
export function renderPanel(panel: Panel, { colors, columns, links }: PanelStyle): string {
  const tone = { neutral: colors.cyan, good: colors.green, bad: colors.red }[panel.tone]
  const labelWidth = Math.max(0, ...panel.rows.map((row) => row.label.length))
  const room = Math.max(20, columns - labelWidth - 5)
  const lines = panel.rows.flatMap((row, index) => {
    const isLast = index === panel.rows.length - 1
    return textsOf(row, room).map((text, i, texts) => {
      const bar = tone(isLast && i === texts.length - 1 ? '└' : '│')
      const label = colors.dim((i === 0 ? row.label : '').padEnd(labelWidth))
      return `${bar} ${label}  ${row.url !== undefined && links ? terminalLink(text, row.url) : text}`
    })
  })
  const title = colors.bold(cut(panel.title, columns - 3))
  return [`${tone('┌')} ${title}`, ...lines].map((line) => `${line}\n`).join('')
}

function textsOf({ text, url, isWhole = false }: PanelRow, room: number): readonly string[] {
  if (url !== undefined) return [visibleText(text)]
  return isWhole ? wrapText(text, room).map(visibleText) : [cut(text, room)]
}

function cut(text: string, room: number): string {
  const line = visibleText(text.replaceAll(/\s*\n\s*/g, ' '))
  return line.length <= room ? line : `${line.slice(0, room - 1)}…`
}
