import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { findRun } from '../../archive/listing/find-run.ts'
import { requestOf } from '../../reproduce/request-of.ts'
import { archiveOf } from '../archive-option.ts'
import { findPresentProject, goWhereItRan } from './find-present-project.ts'
import { takeRepeatFlags, takeRun, valueOfFlag } from './repeat-flags.ts'
import { checkRepeatable, repeatRun } from './repeat-run.ts'

/** `runlab rerun RUN …`: runs the present code as a run had it. Gives the exit code. */
export async function rerun(given: readonly string[]): Promise<number> {
  const { tokens, rules } = takeRepeatFlags(given)
  const { run, rest } = takeRun(tokens, 'rerun')
  const results = archiveOf(valueOfFlag(rest, '--results'))
  const original = await findRun(run, results)
  checkRepeatable(original)
  const project = findPresentProject(original)
  const { file, name, tokens: asked } = requestOf(original.meta, { project })
  goWhereItRan(original, project)
  return await repeatRun({
    original,
    how: 'rerun',
    file: realpathSync(join(project, file)),
    name,
    tokens: [...asked, ...rest, `--results=${results}`],
    rules,
  })
}
