import { expect, test } from 'vitest'
import { openReport } from '../../src/cli/open-report.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

test('a run without a report is refused with what writes it', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  await expect(openReport(folder, { print: true })).rejects.toMatchObject({ code: 'REPORT_MISSING' })
})
