import { existsSync } from 'node:fs'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { readVisualRules } from '../../archive/documents/read-visual-rules.ts'
import { runlabError } from '../../errors.ts'
import { compileOwn } from '../../drawing/compile-own.ts'
import type { OwnVisuals } from '../../drawing/compile-own.ts'
import { findCredentials } from '../../secrets/credential-variables.ts'
import { KindRegistry } from '../../tracking/kinds/registry.ts'
import { archivedEntry, loadArchivedCode } from '../analyses/load-code.ts'
import { withOutputOnStderr, withoutExit } from '../globals.ts'
import { installLoader } from '../loading/install-loader.ts'
import type { System } from '../system.ts'

export interface ArchivedKinds extends OwnVisuals {
  /** Of the environment, which code that runs now may have put into what it says. */
  readonly secrets: readonly string[]
}

/**
 * What kinds of the experiment's own say of a run's series, by the code that the run has archived. **Executes that code**, unless
 * all series are of runlab's kinds. Throws KIND_CODE_MISSING, LOAD_FAILED and what else loading throws.
 */
export async function compileArchivedKinds(run: ArchivedRun, system: System): Promise<ArchivedKinds> {
  const known = new Set(['number', ...new KindRegistry().names()])
  const secrets = findCredentials(system.env, existsSync).map(({ value }) => value)
  if (run.tracked.every(({ kind }) => known.has(kind))) return { compiled: new Map(), failed: [], secrets }
  if (archivedEntry(run) === null) throw runlabError('KIND_CODE_MISSING', { path: run.folder })
  await installLoader()
  return await withOutputOnStderr(
    async () =>
      await withoutExit(async () => {
        const { kinds } = (await loadArchivedCode(run, system)).specification
        return { ...compileOwn(openRun(run.folder, { kinds }), kinds, readVisualRules(run.folder)), secrets }
      }),
  )
}
