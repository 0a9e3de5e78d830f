import { shortRunName } from '../format/run-name.ts'
import type { LeftOut } from './groups.ts'

/** `1 failed: x8qa`, a text for each reason. */
export function leftOutTexts(leftOut: readonly LeftOut[]): readonly string[] {
  const reasons = [...new Set(leftOut.map(({ why }) => why))]
  return reasons.map((reason) => {
    const names = [...new Set(leftOut.filter(({ why }) => why === reason).map(({ run }) => shortRunName(run.run.name)))]
    const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
    return `${names.length} ${reason}: ${shown}`
  })
}
