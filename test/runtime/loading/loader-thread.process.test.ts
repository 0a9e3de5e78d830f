import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('what is done while the loader’s thread boots is done once; what it throws is thrown, and modules load afterwards', () => {
  const program = join(import.meta.dirname, 'programs/start-loader-thread.ts')
  const said = execFileSync(process.execPath, ['--import', '@oxc-node/core/register', program], { encoding: 'utf8' })
  expect(JSON.parse(said)).toEqual({
    value: 'made meanwhile',
    times: 1,
    timesAtReturn: 1,
    thrown: 'Error: cannot be loaded',
    isLoaded: true,
  })
})
