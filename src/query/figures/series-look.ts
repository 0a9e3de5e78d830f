import { readVisualRules } from '../../archive/documents/read-visual-rules.ts'
import { withParameterUnits } from '../../archive/documents/parameter-units.ts'
import { lookUp } from '../../archive/documents/visual-rules.ts'
import { RunlabError } from '../../errors.ts'
import type { RunFields } from '../run-fields.ts'

/** What experiments say of a series in their `visuals`: its unit, what a step is, its scale. */
export interface SeriesLook {
  readonly unit: string | undefined
  readonly step: string | undefined
  readonly isLog: boolean | undefined
}

/** As the first run has it; runs of one figure are of one kind. */
export function seriesLook([first]: readonly RunFields[], series: string): SeriesLook {
  const name = series.split(' ')[0] ?? series
  if (first === undefined) return { unit: undefined, step: undefined, isLog: undefined }
  const { run } = first
  try {
    const rules = withParameterUnits(readVisualRules(run.folder), { tracked: [{ name }], meta: run.meta })
    const { unit, step, log } = lookUp(rules, name) ?? {}
    return { unit, step, isLog: log }
  } catch (error) {
    if (error instanceof RunlabError) return { unit: undefined, step: undefined, isLog: undefined } // damaged rules draw all the same
    throw error
  }
}
