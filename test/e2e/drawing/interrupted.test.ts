import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { descendantsOf } from '../../../src/runtime/process/process-tree.ts'
import { until, untilGone } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'
import { startRun } from '../tracked/started-run.ts'
import type { StartedRun } from '../tracked/started-run.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const project = new Project({
  'package.json': '{ "type": "module" }',
  // Its kind has a hundred pictures, which take a while: the drawing is stopped among them.
  'held.ts': `import { defineExperiment } from 'runlab'
const points = Array.from({ length: 200 }, (_, i) => i)
const held = {
  name: 'held',
  accepts: (value) => value?.held === true,
  write: () => ({ data: 1 }),
  read: (data) => data,
  compile: (_, { title }) =>
    points.slice(0, 100).map((i) => ({ type: 'lines', title: title + i, x: { label: '' }, y: { label: '' }, lines: [{ label: '', x: points, y: points }] })),
}
export const experiment = defineExperiment(import.meta, {
  kinds: [held],
  run(e) {
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

/** The process that draws for a run. */
function drawerOf(run: StartedRun): number | undefined {
  const isDrawer = (pid: number): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('draw-program')
    } catch {
      return false // gone
    }
  }
  return descendantsOf(run.child.pid ?? 0).find(isDrawer)
}

/** Starts a run whose drawing stands still when some of its pictures are there; another one where it was too quick. */
async function startDrawing(
  prefix: string,
  ...flags: readonly string[]
): Promise<{ readonly run: StartedRun; readonly name: string; readonly drawer: number }> {
  let attempts = 0
  return await until('a drawing that stands still', async () => {
    const name = `${prefix}${++attempts}`
    const run = startRun(project, [BIN, 'run', 'held.ts', '--name', name, '--quiet', ...flags])
    await until('pictures', () => titlesOf(name).length >= 2 || run.child.exitCode !== null)
    const drawer = drawerOf(run)
    if (drawer !== undefined) process.kill(drawer, 'SIGSTOP')
    if (drawer !== undefined && !titlesOf(name).includes('text')) return { run, name, drawer }
    await run.ended
    return undefined
  })
}

test('a run whose pictures cannot be drawn is done all the same, with a warning', async () => {
  const { code, stdout } = await project.runlab('run', 'in-the-way.ts', '--name', 'it')
  expect(code).toBe(0)
  expect(stdout).toMatch(/warning\s+x could not be drawn/)
  expect((await loadRun(project.path('results/in-the-way/it'))).status).toBe('done')
})

test('a run that is being drawn ends within its time after a signal, and is drawn later', async () => {
  const { run, name } = await startDrawing('interrupted', '--grace', '1')
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(130)
  const { status, meta, tracked } = await loadRun(folderOf(name))
  expect([status, meta.signal, tracked.length]).toEqual(['done', 'SIGINT', 4])
  expect(titlesOf(name).slice(0, 2)).toEqual(['a', 'b'])
  expect(titlesOf(name)).not.toContain('text')
  expect((await project.runlab('draw', name)).code).toBe(0)
  expect(titlesOf(name)).toEqual(['a', 'b', 'held', 'text'])
})

describe('a run that is being drawn', () => {
  test('and whose process is killed, is drawn by its supervisor', async () => {
    const { run, name, drawer } = await startDrawing('killed')
    process.kill(project.json(`results/held/${name}/.runlab/alive.json`).pid, 'SIGKILL')
    process.kill(drawer, 'SIGKILL')
    expect(await run.ended).toBe(137)
    expect(titlesOf(name)).toEqual(['a', 'b', 'held', 'text'])
    expect(existsSync(join(folderOf(name), '.runlab/undrawn'))).toBe(false)
    expect((await loadRun(folderOf(name))).status).toBe('done')
  })

  test('is not recovered; killed with its supervisor, it says so until it is drawn, and nothing half drawn stays', async () => {
    const { run, name, drawer } = await startDrawing('cut')
    const folder = folderOf(name)
    const refused = await project.runlab('recover', name)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('still works on')])

    const partial = join(folder, 'visuals/s1.mp4.0123456789ab.tmp')
    const { pid } = project.json(`results/held/${name}/.runlab/alive.json`)
    run.child.kill('SIGKILL')
    await run.ended
    for (const one of [pid, drawer]) process.kill(one, 'SIGKILL')
    await untilGone(pid)
    expect(existsSync(join(folder, '.runlab/undrawn'))).toBe(true)
    writeFileSync(partial, 'half a video')
    expect((await loadRun(folder)).status).toBe('done')
    expect((await project.runlab('show', name)).stdout).toContain(
      `drawing is not finished: runlab draw ${name} draws all of it\n`,
    )

    const recovered = await project.runlab('recover', '--all', '--no-visuals')
    expect(recovered.stdout).toContain('1 picture that was half drawn removed\n')
    expect(recovered.stdout).toContain(`drawing is not finished: runlab draw ${name} draws all of it\n`)
    expect(existsSync(partial)).toBe(false)
    expect(JSON.parse((await project.runlab('recover', name, '--no-visuals', '--json')).stdout)).toMatchObject([
      { recovered: false, undrawn: true },
    ])
    const said = `Drawing is not finished: <code>runlab draw ${name}</code> draws all of it.`
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(said)

    writeFileSync(partial, 'half a video')
    expect((await project.runlab('recover', name)).stdout).toContain('4 pictures in visuals/')
    expect(existsSync(partial)).toBe(false)
    expect(titlesOf(name)).toEqual(['a', 'b', 'held', 'text'])
    expect(JSON.parse((await project.runlab('show', name, '--json')).stdout)).toMatchObject({ undrawn: false })
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain('Drawing is not finished')
  })
})
