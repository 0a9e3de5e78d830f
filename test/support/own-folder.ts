/** Gives every test file a temporary folder of its own: all that it makes below tmpdir() goes with it, and cleaning up fails no test. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const common = process.env['RUNLAB_TEST_TMPDIR'] ?? realpathSync(tmpdir())
const folder = mkdtempSync(join(common, 'runlab-'))
process.env['RUNLAB_TEST_TMPDIR'] = common
process.env['TMPDIR'] = folder

afterAll(() => {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  } catch (error) {
    console.warn(`${folder} could not be removed: ${String(error)}`)
  }
})
