import { summaryKey } from '../../format/series-path.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { shortRunName } from '../../format/run-name.ts'
import type { OutcomeItem, Suspect, Verdict } from '../../format/verdict.ts'
import type { Colors } from '../../render/colors.ts'
import { wrapText } from '../../render/wrap-text.ts'
import { fitTable } from '../diff/fit-table.ts'
import { cellText, numberTexts } from '../diff/value-cells.ts'

export interface OutcomeStyle {
  readonly width: number
  readonly colors: Colors
}

/** Items that are listed; `--json` has all. */
const MOST = 20
const MOST_SUSPECTS = 12

/** A verdict for a terminal. */
export function outcomeText(verdict: Verdict, style: OutcomeStyle): string {
  const { colors, width } = style
  const ofClass = (wanted: OutcomeItem['verdict']): readonly OutcomeItem[] =>
    verdict.items.filter((item) => item.verdict === wanted)
  const ignored = ofClass('ignored').map((item) => summaryKey(item))
  return [
    `${headOf(verdict, colors)}\n`,
    `  ${countsText(verdict)}\n`,
    itemsText(ofClass('different'), style),
    itemsText(ofClass('within tolerance'), style),
    ignored.length === 0 ? '' : `\n${wrapped(`not compared, as asked: ${ignored.join(', ')}`, width)}`,
    suspectsText(verdict, style),
    ...verdict.notes.map((note) => `\n${wrapped(note, width)}`),
  ].join('')
}

function headOf({ verdict, original, firstStep }: Verdict, { bold, green, red, yellow }: Colors): string {
  const run = `${original.namespace === '' ? '' : `${original.namespace}/`}${shortRunName(original.name)}`
  if (verdict === 'identical') return `${bold(green('identical'))} to ${run}`
  if (verdict === 'within tolerance') return `${bold(yellow('within tolerance'))} of ${run}`
  const where =
    firstStep === null
      ? ''
      : `, first at step ${firstStep.step} of ${summaryKey({ name: firstStep.series, context: firstStep.context })}`
  return `${bold(red('different'))} from ${run}${where}`
}

/** `12 compared: 9 identical, 1 within tolerance, 2 different`. */
function countsText({ counts }: Verdict): string {
  const total = counts.identical + counts['within tolerance'] + counts.different
  const parts = (['identical', 'within tolerance', 'different'] as const).filter((name) => counts[name] > 0)
  return `${total} compared: ${parts.map((name) => `${counts[name] === total ? 'all' : counts[name]} ${name}`).join(', ')}`
}

function itemsText(items: readonly OutcomeItem[], { width, colors }: OutcomeStyle): string {
  if (items.length === 0) return ''
  const title = items[0]?.verdict === 'different' ? colors.red('different') : colors.yellow('within tolerance')
  const plain = (line: string): string => line
  const head = { cells: ['', '', 'where', 'original', 'now', 'how much'], paint: colors.dim }
  const rows = items.slice(0, MOST).map((item) => ({ cells: cellsOf(item), paint: plain }))
  const more = items.length > MOST ? `  … and ${items.length - MOST} more: --json has all of them\n` : ''
  return `\n${title}\n${fitTable([head, ...rows], { width, twins: [3, 4] })}${more}`
}

function cellsOf(item: OutcomeItem): readonly string[] {
  const { part, first, reason, differing, total } = item
  const name = part === 'ending' ? 'status' : summaryKey(item)
  if (first === null) return [part, name, '', '', '', reason ?? '']
  const [one, other] = [decodeValue(first.before), decodeValue(first.after)]
  const [before, after] =
    typeof one === 'number' && typeof other === 'number' ? numberTexts(one, other) : [cellText(one), cellText(other)]
  const where = [...(first.step === null ? [] : [`step ${first.step}`]), ...(first.at === '' ? [] : [first.at])].join(' ')
  const points = part === 'series' ? `${differing.toLocaleString('en')} of ${total.toLocaleString('en')}` : ''
  return [part, name, where, before, after, [reason ?? '', points, largestText(item)].filter((text) => text !== '').join(', ')]
}

/** `≤ 0.01`, with its share of the original: of a series `(1.1 % there)`, since elsewhere less may be more. */
function largestText({ part, largest }: OutcomeItem): string {
  if (largest === null) return ''
  const percent = largest.relative === null ? '' : ` (${short(largest.relative * 100)} %${part === 'series' ? ' there' : ''})`
  return `≤ ${short(largest.absolute)}${percent}`
}

function suspectsText({ verdict, suspects }: Verdict, { width, colors }: OutcomeStyle): string {
  if (verdict === 'identical') return ''
  if (suspects.length === 0) return verdict === 'different' ? `\n${wrapped(NOTHING_CHANGED, width)}` : ''
  const rows = suspects
    .slice(0, MOST_SUSPECTS)
    .map((suspect) => ({ cells: suspectCells(suspect), paint: (line: string) => line }))
  const more = suspects.length > MOST_SUSPECTS ? `  … and ${suspects.length - MOST_SUSPECTS} more: --json has all of them\n` : ''
  return `\n${colors.bold('changed since, likeliest first')}\n${fitTable(rows, { width, twins: [2, 3] })}${more}`
}

const NOTHING_CHANGED =
  'Nothing that runlab records has changed since: code, parameters, seed, declared inputs, packages, Node and machine are the same. So the experiment itself is not deterministic. Look for the time, crypto.randomUUID(), the network, files that are read without param.path or e.use, threads, and asynchronous work that ends in any order.'

function suspectCells({ part, name, before, after, touched }: Suspect): readonly string[] {
  const rest = part === 'package' && !touched ? 'not imported by the code itself' : ''
  return [part, part === name ? '' : name, before ?? '—', after ?? '—', rest]
}

function wrapped(text: string, width: number): string {
  return `${wrapText(text, width).join('\n')}\n`
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
