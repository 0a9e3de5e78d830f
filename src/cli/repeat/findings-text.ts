import type { Finding } from '../../reproduce/inspect/finding.ts'
import type { Colors } from '../../render/colors.ts'
import { wrapText } from '../../render/wrap-text.ts'
import type { OutcomeStyle } from './outcome-text.ts'

const WORDS = { same: 'ok', differs: 'differs', asks: 'needed', blocks: 'missing' } as const
const COLUMN = 10

/** What was found, a line or two each, worst first; `all` also what is as it was. */
export function findingsText(findings: readonly Finding[], { width, colors }: OutcomeStyle, all: boolean): string {
  const shown = (['blocks', 'asks', 'differs', ...(all ? ['same' as const] : [])] as const).flatMap((state) =>
    findings.filter((finding) => finding.state === state),
  )
  return shown.map((finding) => lineOf(finding, width, colors)).join('')
}

function lineOf({ part, state, text, advice }: Finding, width: number, colors: Colors): string {
  const paint = { same: colors.green, differs: colors.yellow, asks: colors.yellow, blocks: colors.red }[state]
  const indent = ' '.repeat(2 * COLUMN)
  const head = `${paint(WORDS[state].padEnd(COLUMN))}${part.padEnd(COLUMN)}`
  const lines = wrapText(text, width - indent.length)
  const more = advice === null ? [] : wrapText(advice, width - indent.length)
  return `${head}${lines.join(`\n${indent}`)}\n${more.map((line) => `${indent}${colors.dim(line)}\n`).join('')}`
}

/** How reproducible a run is, in a line. */
export function summaryOfFindings(findings: readonly Finding[]): string {
  const count = (state: Finding['state']): number => findings.filter((finding) => finding.state === state).length
  if (count('blocks') > 0)
    return `cannot be reproduced yet: ${count('blocks')} ${count('blocks') === 1 ? 'thing is' : 'things are'} missing`
  if (count('differs') > 0)
    return `can be reproduced; ${count('differs')} ${count('differs') === 1 ? 'thing differs' : 'things differ'} from then`
  return 'can be reproduced: everything that is recorded is as it was'
}
