/** What a run of mutations found. */
import { partOf } from './choose.ts'
import type { Verdict } from './judge.ts'

const isKilled = ({ killedBy }: Verdict): boolean => killedBy !== null
/** Unit tests did not kill it, and process tests have not run yet. */
const isOpen = (verdict: Verdict): boolean => !isKilled(verdict) && verdict.stage === 'unit'
const hasSurvived = (verdict: Verdict): boolean => !isKilled(verdict) && verdict.stage === 'process'

export function printTable(verdicts: readonly Verdict[], red: readonly string[]): void {
  const rule = '─'.repeat(80)
  console.log(`${row('part', ['mutants', 'by units', 'by processes', 'survived', 'open', 'share'])}\n${rule}`)
  for (const part of [...new Set(verdicts.map(({ site }) => partOf(site.file)))].toSorted()) {
    const own = verdicts.filter(({ site }) => partOf(site.file) === part)
    console.log(count(part, own))
  }
  console.log(`${rule}\n${count('all', verdicts)}\n`)
  for (const verdict of verdicts.filter((one) => !isKilled(one))) {
    const { site, units, processes, reaching } = verdict
    const said = `${units} unit test files ran; ${isOpen(verdict) ? 'process tests did not yet' : `${processes} of ${reaching} process test files`}`
    console.log(`${site.file}:${site.line} ${site.within}\n  ${site.operator}: ${site.text}\n  (${said})`)
  }
  const flaky = new Set(verdicts.flatMap((verdict) => verdict.flaky))
  for (const test of flaky) console.log(`Failed once, and passed when it ran again: ${test}`)
  for (const test of red) console.log(`Not used, since it fails without a mutation: ${test}`)
}

function count(part: string, verdicts: readonly Verdict[]): string {
  const killed = verdicts.filter(isKilled)
  const byUnits = killed.filter(({ stage }) => stage === 'unit').length
  const open = verdicts.filter(isOpen).length
  const share = `${open === 0 ? '' : '≥ '}${Math.round((100 * killed.length) / verdicts.length)} %`
  const counts = [verdicts.length, byUnits, killed.length - byUnits, verdicts.filter(hasSurvived).length, open]
  return row(part, [...counts.map(String), share])
}

const row = (name: string, cells: readonly string[]): string =>
  name.padEnd(14) + cells.map((cell, i) => cell.padStart(i === 2 ? 14 : 10)).join('')
