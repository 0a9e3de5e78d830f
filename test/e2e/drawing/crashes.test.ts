import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { loadRun } from '../../../src/index.ts'
import { descendantsOf } from '../../../src/runtime/process/process-tree.ts'
import { BIN, Project, REGISTER } from '../project.ts'

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

describe.skipIf(process.platform !== 'linux').each([
  ['runlab run', (name: string) => [BIN, 'run', project.path('deadly.ts'), '--name', name]],
  ['in process', (name: string) => ['--import', REGISTER, project.path('deadly.ts'), '--name', name]],
])('a picture that ends the process that draws: %s', (way, commandOf) => {
  const name = way.replace(' ', '-')
  const folder = project.path(`results/deadly/${name}`)

  test('is left out, with a warning that names it; the run is done and the rest is drawn', async () => {
    const { code, stdout } = await project.spawn('sh', ['-c', LIMITED, 'sh', process.execPath, ...commandOf(name)])
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\n│? +/g, ' ')).toContain(
      'warning  deadly could not be drawn: it ended the process that draws with SIGABRT',
    )
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
  })

  test('is said by runlab draw, which draws the rest again', async () => {
    const { code, stdout } = await project.spawn('sh', ['-c', LIMITED, 'sh', process.execPath, BIN, 'draw', folder])
    expect(code).toBe(1)
    expect(stdout).toContain('deadly: deadly could not be drawn: it ended the process that draws with SIGABRT\n')
    expect(stdout).toContain('drawn: 2 pictures in visuals/\n')
  })
})

describe.skipIf(process.platform !== 'linux')('what draws ends with who started it, in the middle of a picture', () => {
  const isThere = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

  /** Starts a command, ends it by a signal while its second picture is drawn, and gives which process drew. */
  async function endWhileDrawing(args: readonly string[], folder: string, signal: NodeJS.Signals): Promise<number> {
    rmSync(join(folder, 'visuals/before.png'), { force: true })
    const command = spawn(process.execPath, args, { cwd: project.folder, stdio: 'ignore' })
    while (!existsSync(join(folder, 'visuals/before.png')) && command.exitCode === null) await sleep(5)
    const pid = descendantsOf(command.pid ?? 0).find((child) =>
      readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('draw-program'),
    )
    command.kill(signal)
    await once(command, 'exit')
    return pid ?? Number.NaN
  }

  test.each([
    ['a run that is killed', ['--import', REGISTER, 'slow.ts', '--name', 'killed'], 'killed', 'SIGKILL'],
    ['runlab draw, by Ctrl-C', [BIN, 'draw', 'killed'], 'killed', 'SIGINT'],
  ] as const)('%s', async (_, args, name, signal) => {
    const folder = project.path(`results/slow/${name}`)
    const pid = await endWhileDrawing(args, folder, signal)
    expect(pid).toBeGreaterThan(0)
    for (let waited = 0; waited < 10_000 && isThere(pid); waited += 50) await sleep(50)
    expect(isThere(pid)).toBe(false)
  })
})
