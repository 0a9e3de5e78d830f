import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { readAnalyses } from '../../../src/archive/documents/read-analyses.ts'
import { stageAnalyses } from '../../../src/archive/changes/stage-analysis.ts'
import { analyseFinishedRun } from '../../../src/runtime/analyses/analyse-run.ts'
import { defineExperiment } from '../../../src/runtime/experiment.ts'
import { realSystem } from '../../../src/runtime/system.ts'

const results = mkdtempSync(join(tmpdir(), 'runlab-analyse-'))
const experiment = defineExperiment(import.meta, {
  parameters: {},
  async run(e) {
    e.set('analysis/mine', 1)
    expect(() => stageAnalyses(openRun(e.folder))).toThrow(expect.objectContaining({ code: 'ANALYSIS_REFUSED' }))
  },
})
const options = { results, visuals: false, system: false } as const

describe('a run that cannot be analysed', () => {
  test('goes on', async () => {
    expect((await experiment.run(options)).status).toBe('done')
  })

  test('is analysed by another process', async () => {
    const { folder } = await experiment.run(options)
    const stage = stageAnalyses(openRun(folder))
    expect(() => stageAnalyses(openRun(folder))).toThrow(expect.objectContaining({ code: 'RUN_ALIVE' }))
    stage.close()
    stageAnalyses(openRun(folder)).close()
    expect(readAnalyses(folder).size).toBe(0)
    expect((await loadRun(folder)).get('analysis/mine')).toBe(1)
  })

  test('has code that is no experiment', async () => {
    const { folder } = await experiment.run(options)
    const analysed = analyseFinishedRun(openRun(folder), { system: realSystem(), write: () => undefined })
    await expect(analysed).rejects.toMatchObject({ code: 'EXPERIMENT_NONE' })
    stageAnalyses(openRun(folder)).close()
  })
})
