import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until, untilGone } from '../../support/waiting.ts'
import { start } from '../endings/ended-run.ts'
import type { Mode } from '../endings/ended-run.ts'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'endings.ts': `
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { loops: false },
  async run(e) {
    const set = (n: number) => {
      e.set('count', n)
      e.set('nested/list', [n, { square: n * n }])
    }
    const goesOn = () => existsSync('endings.ts') && !existsSync('end-' + basename(e.folder))
    let n = 0
    const setSome = () => { for (let i = 0; i < 50; i++) set(++n) }
    if (!e.params.loops) {
      while (goesOn()) await sleep(2).then(setSome)
      return
    }
    while (n < 20_000) set(++n)
    process.stdout.write('process ' + process.pid + '\\n')
    for (const cell = new Int32Array(new SharedArrayBuffer(4)); ; ) Atomics.wait(cell, 0, 0, 20)
  },
})
experiment.runIfMain()
`,
})
/** The files of a run's journal; each writing of the document begins another one. */
function segmentsOf(folder: string): readonly string[] {
  const journal = join(folder, '.runlab/journal')
  return existsSync(journal) ? readdirSync(journal) : []
}

/** How many different values are read of a run that goes on, at least. */
const READS = 5

describe.each(['supervised', 'in process'] as const)('values of a run, %s', (mode: Mode) => {
  test('that is killed in a loop that never yields are there, and their document is written by the supervisor or runlab recover', async () => {
    const name = `killed-${mode.replace(' ', '-')}`
    const folder = project.path(join('results/endings', name))
    const expected = { count: 20_000, nested: { list: [20_000, { square: 400_000_000 }] } }
    const run = start(project, mode, ['--loops', '--name', name])
    const pid = Number(await run.said('process'))
    await until('the last value on disk', async () => {
      const { values } = await loadRun(folder)
      return JSON.stringify(values) === JSON.stringify(expected)
    })
    process.kill(pid, 'SIGKILL')
    await run.ended
    await untilGone(pid)
    expect(await loadRun(folder)).toMatchObject({ status: 'crashed', values: expected })
    expect(existsSync(join(folder, '.runlab/journal'))).toBe(mode === 'in process')
    if (mode === 'in process') expect((await project.runlab('recover', name)).code).toBe(0)
    expect(existsSync(join(folder, '.runlab/journal'))).toBe(false)
    const { values, meta } = await loadRun(folder)
    expect(values).toEqual(expected)
    expect(meta.warnings.join()).toContain('values written from the journal')
  })

  test('that is under way are whole for a reader at any instant, and never go back', async () => {
    const name = `read-${mode.replace(' ', '-')}`
    const folder = project.path(join('results/endings', name))
    const run = start(project, mode, ['--name', name])
    let isOver = false
    void run.ended.then(() => (isOver = true))
    const counts: number[] = []
    await until(`${READS} different values, and some from after their document was written anew`, async () => {
      if (isOver) throw new Error(`It ended before it was read:\n${run.output()}`)
      if (!existsSync(join(folder, 'experiment_meta.json'))) return false
      const isLater = segmentsOf(folder).some((file) => file !== 'values-000001.jsonl')
      const { values } = await loadRun(folder)
      if (values['count'] !== undefined) counts.push(Number(values['count']))
      return isLater && new Set(counts).size >= READS
    })
    writeFileSync(project.path(`end-${name}`), '')
    expect(await run.ended).toBe(0)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    const { values } = await loadRun(folder)
    const count = Number(values['count'])
    expect(count).toBeGreaterThanOrEqual(Math.max(...counts))
    expect(values).toEqual({ count, nested: { list: [count, { square: count * count }] } })
  })
})
