import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { once } from '../../../src/internal/once.ts'
import { descendantsOf } from '../../../src/runtime/process/process-tree.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'
import { startRun, untilGone } from '../tracked/started-run.ts'
import { LINUX, allNeed, testWith } from '../../support/needs.ts'

/** A pattern of 100,000 by 100,000 pixels, for which the renderer wants 40 GB: where it gets no more than 8 it aborts. */
const DEADLY = `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><defs><pattern id="p" width="1e5" height="1e5" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern></defs><rect width="1e6" height="1e6" fill="url(#p)"/></svg>`

/** What takes native code a minute, in which it hears of nothing. */
const SLOW = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000">${'<g opacity="0.5"><rect width="2000" height="2000" fill="red"/><circle r="900" cx="900" cy="900"/></g>'.repeat(300)}</svg>`

const LIMITED = 'ulimit -v 8000000 && exec "$@"'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const project = new Project({
  'slow.ts': `import { defineExperiment, figure } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    e.track('before', 1)
    e.track('slow', figure(${JSON.stringify(SLOW)}))
  },
})
experiment.runIfMain()
`,
  'deadly.ts': `import { defineExperiment, figure } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    for (let i = 0; i < 9; i++) e.track('before', i)
    e.track('deadly', figure(${JSON.stringify(DEADLY)}))
    for (let i = 0; i < 9; i++) e.track('z/after', i)
    e.log('has run')
  },
  implement: { afterRun: (e) => e.set('ended', true) },
})
experiment.runIfMain()
`,
})

/** Runs the experiment whose picture ends what draws it, where no process gets as much memory as that takes. */
const runLimited = async (...args: readonly string[]): Promise<Outcome> =>
  await project.spawn('sh', ['-c', LIMITED, 'sh', process.execPath, ...args])

describe('a picture that ends the process that draws', () => {
  allNeed(LINUX, 'needs Linux')
  const folderOf = (name: string): string => project.path(`results/deadly/${name}`)
  const runs = {
    supervised: once(async () => await runLimited(BIN, 'run', 'deadly.ts', '--name', 'supervised')),
    'in-process': once(async () => await runLimited('--import', REGISTER, 'deadly.ts', '--name', 'in-process')),
  }

  test.each(['supervised', 'in-process'] as const)(
    'is left out, with a warning that names it; the run is done and the rest is drawn: %s',
    async (name) => {
      const { code, stdout } = await runs[name]()
      expect(code).toBe(0)
      expect(stdout.replaceAll(/\n│? +/g, ' ')).toContain(
        'warning  deadly could not be drawn: it ended the process that draws with SIGABRT',
      )
      const folder = folderOf(name)
      const run = await loadRun(folder)
      expect([run.status, run.values]).toEqual(['done', { ended: true }])
      expect(['before.png', 'z/after.png', 'deadly.png'].map((file) => existsSync(join(folder, 'visuals', file)))).toEqual([
        true,
        true,
        false,
      ])
      expect(readVisuals(folder).map(({ title, form }) => [title, form])).toEqual([
        ['before', 'plot'],
        ['deadly', 'note'],
        ['z/after', 'plot'],
      ])
      expect(existsSync(join(folder, '.runlab/undrawn'))).toBe(false)
      expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('deadly could not be drawn')
    },
  )

  test('is said by runlab draw, which draws the rest again', async () => {
    await runs.supervised()
    const { code, stdout } = await runLimited(BIN, 'draw', folderOf('supervised'))
    expect(code).toBe(1)
    expect(stdout).toContain('deadly: deadly could not be drawn: it ended the process that draws with SIGABRT\n')
    expect(stdout).toContain('drawn: 2 pictures in visuals/\n')
  })
})

testWith(LINUX, 'needs Linux')(
  'what draws ends with who started it, in the middle of a picture: a run that is killed, runlab draw by Ctrl-C',
  async () => {
    const folder = project.path('results/slow/killed')
    for (const [args, signal] of [
      [['--import', REGISTER, 'slow.ts', '--name', 'killed'], 'SIGKILL'],
      [[BIN, 'draw', 'killed'], 'SIGINT'],
    ] as const) {
      rmSync(join(folder, 'visuals/before.png'), { force: true })
      const { child, ended, output } = startRun(project, args)
      await until('the first picture', () => existsSync(join(folder, 'visuals/before.png')) || child.exitCode !== null)
      const draws = descendantsOf(child.pid ?? 0).filter((pid) => commandOf(pid).includes('draw-program'))
      expect(draws, output()).toHaveLength(1)
      child.kill(signal)
      await ended
      await Promise.all(draws.map(untilGone))
    }
  },
)

/** Empty where the process has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
