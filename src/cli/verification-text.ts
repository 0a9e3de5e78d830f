import { bytesText } from '../render/bytes-text.ts'
import type { Verification } from '../verify/verify-run.ts'

/** Findings that are said of a run; `--json` has all. */
const MOST = 20

const BY_READING = 'pictures have no checksum: they are there'

/** What verifying one run has shown. */
export function verificationText({ folder, findings, notes, checked }: Verification): string {
  const { files, bytes, series, points } = checked
  const amount = `${files.toLocaleString('en')} files, ${bytesText(bytes)}, ${points.toLocaleString('en')} points of ${series.toLocaleString('en')} series`
  const head =
    findings.length === 0
      ? `whole: ${amount}\n  ${BY_READING}`
      : `damaged: ${findings.length === 1 ? '1 thing is' : `${findings.length} things are`} wrong`
  const found = findings.slice(0, MOST).map(({ file, what, advice }) => `  ${file}: ${what}\n    ${advice}\n`)
  const more = findings.length > MOST ? `  … and ${findings.length - MOST} more: --json has all of them\n` : ''
  return `${head}\n${found.join('')}${more}${notes.map((note) => `  ${note}\n`).join('')}${folder}\n`
}

/** How many runs are whole; nothing of one alone. */
export function summaryText(verdicts: readonly Verification[]): string {
  if (verdicts.length === 0) return 'no run was verified\n'
  if (verdicts.length === 1 && verdicts[0]?.findings.length !== 0) return ''
  const damaged = verdicts.filter(({ findings }) => findings.length > 0).length
  const runs = verdicts.length === 1 ? '1 run' : `${verdicts.length} runs`
  return damaged === 0
    ? `${runs}: ${verdicts.length === 1 ? '' : 'all '}whole\n`
    : `${runs}: ${verdicts.length - damaged} whole, ${damaged} damaged\n`
}
