import { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { RunlabError } from '../../errors.ts'
import { standingOf } from '../../launch/outcome-of.ts'
import { numberText } from '../../render/charts/number-text.ts'

/** What tells a run's own series from those of the machine that it runs on. */
const SYSTEM = /^system\//

/**
 * How far a run is, by what it has tracked last: of the results that its experiment declares the first, else of its series.
 * Null where it has tracked no number yet, and where that cannot be read.
 */
export function latestPoint(folder: string): string | null {
  try {
    const standing = standingOf(folder)
    if (standing === null) return null
    const names = standing.meta.results?.map(({ name }) => name) ?? []
    const series = new ArchivedRun(folder, standing).tracked.filter(({ name, last }) => last !== null && !SYSTEM.test(name))
    const shown = series.find(({ name }) => names.includes(name)) ?? series[0]
    if (shown === undefined || shown.last === null) return null
    return `${shown.name} ${numberText(shown.last)}${shown.lastStep === null ? '' : ` at step ${shown.lastStep}`}`
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}
