import type { DiffSection } from '../../analysis/compare/run-diff.ts'
import type { Colors } from '../../render/colors.ts'
import { visibleText } from '../../render/visible-text.ts'
import { wrapText } from '../../render/wrap-text.ts'

/** A part of the difference as the terminal shows it. */
export interface ShownSection {
  readonly title: string
  readonly section: DiffSection<{ readonly state: string }>
  /** What stands below the title. */
  readonly body: string
}

export interface SectionStyle {
  readonly width: number
  readonly colors: Colors
}

/** The sections that have something to say, one below the other; then in what the runs do not differ. */
export function sectionsText(sections: readonly ShownSection[], style: SectionStyle): string {
  const shown = sections.filter(({ section }) => section.entries.length > 0 || section.notes.length > 0)
  const same = sections.filter(({ title, section }) => isSame(section) && (title !== 'layers' || section.same > 0))
  return [...shown.map((one) => sectionText(one, style)), sameText(same, style)].join('')
}

function isSame({ entries, notes }: DiffSection<{ readonly state: string }>): boolean {
  return notes.length === 0 && entries.every(({ state }) => state === 'same')
}

function sectionText({ title, section, body }: ShownSection, { width, colors }: SectionStyle): string {
  const notes = section.notes
    .flatMap((note) => wrapText(visibleText(note), width - 2))
    .map((line) => `  ${colors.yellow(line)}\n`)
  const counts = countsText(section)
  return `\n${colors.bold(title)}${counts === '' ? '' : colors.dim(`  ${counts}`)}\n${notes.join('')}${body}`
}

function countsText({ entries, same }: DiffSection<{ readonly state: string }>): string {
  const skipped = entries.filter(({ state }) => state === 'not compared').length
  const different = entries.filter(({ state }) => state !== 'same').length - skipped
  const parts = [
    different === 0 ? '' : `${different} ${different === 1 ? 'differs' : 'differ'}`,
    same === 0 ? '' : `${same} ${same === 1 ? 'is' : 'are'} the same`,
    skipped === 0 ? '' : `${skipped} ${skipped === 1 ? 'is' : 'are'} not compared`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function sameText(sections: readonly ShownSection[], { width }: SectionStyle): string {
  const titles = sections.map(({ title }) => title)
  if (titles.length === 0) return ''
  const last = titles.at(-1) ?? ''
  const list = titles.length === 1 ? last : `${titles.slice(0, -1).join(', ')} and ${last}`
  return `\n${wrapText(`The two runs do not differ in ${list}.`, width).join('\n')}\n`
}
