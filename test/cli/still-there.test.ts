import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listRuns } from '../../src/archive/listing/list-runs.ts'
import { isStillThere } from '../../src/cli/still-there.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

test('a run that is removed while it is listed is not shown, one that is damaged meanwhile is', () => {
  const archive = tempFolder()
  const folders = ['one', 'two', 'three'].map((name) => makeRun(archive, `word_count/${name}`).folder)
  const runs = listRuns(archive)
  rmSync(folders[0] ?? '', { recursive: true })
  writeFileSync(join(folders[1] ?? '', 'experiment_meta.json'), '{')
  const names = runs.filter(isStillThere).map(({ run }) => run)
  expect(names.toSorted()).toEqual(['three', 'two'])
})
