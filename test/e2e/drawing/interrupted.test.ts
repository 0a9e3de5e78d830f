import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/load-run.ts'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'
import { startRun } from '../tracked/started-run.ts'
import type { StartedRun } from '../tracked/started-run.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const project = new Project({
  'package.json': '{ "type": "module" }',
  // The third of its pictures is read from a pipe that nobody writes to: the drawing stands still there until it is ended.
  'held.ts': `import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { defineExperiment } from 'runlab'
let folder = ''
const held = {
  name: 'held',
  accepts: (value) => value?.held === true,
  write: () => ({ data: 1 }),
  read: (data) => data,
  compile(_, { title }) {
    execFileSync('mkfifo', [join(folder, '.runlab/pipe.svg')])
    return [{ type: 'files', media: 'figure', title, entries: [{ step: 0, file: '.runlab/pipe.svg' }] }]
  },
}
export const experiment = defineExperiment(import.meta, {
  kinds: [held],
  run(e) {
    folder = e.folder
    for (let step = 0; step < 3; step++) e.track({ a: step, b: step }, { step })
    e.track('held', { held: true })
    e.track('text', 'drawn after it')
  },
})
`,
  'in-the-way.ts': `import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run(e) { e.track('x', 1); writeFileSync(join(e.folder, 'visuals'), 'in the way') } })
`,
})
const folderOf = (name: string): string => project.path(join('results/held', name))
const titlesOf = (name: string): readonly string[] => readVisuals(folderOf(name)).map(({ title }) => title)

/** Starts a run, and returns when two of its pictures are drawn and the third is under way. */
async function startDrawing(name: string, ...flags: readonly string[]): Promise<StartedRun> {
  const run = startRun(project, [BIN, 'run', 'held.ts', '--name', name, '--quiet', ...flags])
  await until('two pictures', () => titlesOf(name).length === 2 || run.child.exitCode !== null)
  expect(run.child.exitCode, run.output()).toBe(null)
  return run
}

test('a run whose pictures cannot be drawn is done all the same, with a warning', async () => {
  const { code, stdout } = await project.runlab('run', 'in-the-way.ts', '--name', 'it')
  expect(code).toBe(0)
  expect(stdout).toMatch(/warning\s+x could not be drawn/)
  expect((await loadRun(project.path('results/in-the-way/it'))).status).toBe('done')
})

test('a run that is being drawn ends within its time after a signal, and is drawn later', async () => {
  const run = await startDrawing('interrupted', '--grace', '1')
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(130)
  const { status, meta, tracked } = await loadRun(folderOf('interrupted'))
  expect([status, meta.signal, tracked.length]).toEqual(['done', 'SIGINT', 4])
  expect(titlesOf('interrupted')).toEqual(['a', 'b'])
  expect((await project.runlab('draw', 'interrupted')).code).toBe(0)
  expect(titlesOf('interrupted')).toEqual(['a', 'b', 'held', 'text'])
})

describe('a run that is being drawn', () => {
  test('is not recovered; killed, it says so until it is drawn, and nothing half drawn stays', async () => {
    const run = await startDrawing('cut')
    const folder = folderOf('cut')
    const refused = await project.runlab('recover', 'cut')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('still works on')])

    const partial = join(folder, 'visuals/s1.mp4.0123456789ab.tmp')
    process.kill(project.json('results/held/cut/.runlab/alive.json').pid, 'SIGKILL')
    await run.ended
    expect(existsSync(join(folder, '.runlab/undrawn'))).toBe(true)
    writeFileSync(partial, 'half a video')
    expect((await loadRun(folder)).status).toBe('done')
    expect((await project.runlab('show', 'cut')).stdout).toContain('drawing is not finished: runlab draw cut draws all of it\n')
    const said = 'Drawing is not finished: <code>runlab draw cut</code> draws all of it.'
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(said)

    const recovered = await project.runlab('recover', '--all')
    expect(recovered.stdout).toContain('1 picture that was half drawn removed\n')
    expect(recovered.stdout).toContain('drawing is not finished: runlab draw cut draws all of it\n')
    expect(existsSync(partial)).toBe(false)
    expect(JSON.parse((await project.runlab('recover', 'cut', '--json')).stdout)).toMatchObject([
      { recovered: false, undrawn: true },
    ])

    writeFileSync(partial, 'half a video')
    expect((await project.runlab('draw', 'cut')).code).toBe(0)
    expect(existsSync(partial)).toBe(false)
    expect(titlesOf('cut')).toEqual(['a', 'b', 'held', 'text'])
    expect(JSON.parse((await project.runlab('show', 'cut', '--json')).stdout)).toMatchObject({ undrawn: false })
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain('Drawing is not finished')
  })
})
