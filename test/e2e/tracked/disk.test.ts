import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { mountSmallDisk, noMounting } from '../disk/small-disk.ts'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'fills.ts': `import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { ballast: '', points: 20_000, frees: true },
  async run(e) {
    e.track('loss', 0)
    await sleep(100)
    writeFileSync(e.params.ballast, Buffer.alloc(2_000_000))
    for (let i = 1; i < e.params.points; i++) e.track('loss', i)
    e.track('note', 'while the disk was full')
    await sleep(300)
    e.track('loss', e.params.points)
    if (e.params.frees) rmSync(e.params.ballast)
    await sleep(300)
  },
})
experiment.runIfMain()
`,
  'images.ts': `import { writeFileSync } from 'node:fs'
import { defineExperiment } from 'runlab'
const png = (n: number) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, n)])
export const experiment = defineExperiment(import.meta, {
  run(e) {
    for (let n = 0; n < 40; n++) { writeFileSync('same.png', png(n)); e.track('plot', 'same.png') }
    for (let n = 0; n < 6; n++) e.track('large', { data: new Uint8Array(16e6).fill(n), width: 4000, height: 4000 })
  },
})
experiment.runIfMain()
`,
})

describe.skipIf(noMounting !== null)('a disk that is full while a run tracks', () => {
  const disk = noMounting === null ? mountSmallDisk() : ''
  const start = async (name: string, ...more: readonly string[]): ReturnType<Project['runlab']> =>
    await project.runlab(
      'run',
      'fills.ts',
      '--results',
      join(disk, 'r'),
      '--name',
      name,
      '--ballast',
      join(disk, 'ballast'),
      ...more,
    )

  test('gets everything when it has room again, after one warning', async () => {
    const { code, stdout, stderr } = await start('frees')
    expect(code).toBe(0)
    expect(`${stdout}${stderr}`.split('[warn] The disk does not take what is tracked').length - 1).toBe(1)
    const run = await loadRun(join(disk, 'r/fills/frees'))
    expect(run.status).toBe('done')
    expect(run.meta).toMatchObject({ lost_points: 0, unwritten: [] })
    expect([...run.series('loss').values]).toEqual(Array.from({ length: 20_001 }, (_, i) => i))
    expect(run.series('note').length).toBe(1)
    execFileSync('rm', ['-rf', join(disk, 'r')])
  })

  test('that stays full leaves what it took, exit code 3, and how many were lost', async () => {
    const { code, stdout } = await start('stays', '--points', '400000', '--no-frees')
    expect(code).toBe(3)
    const run = await loadRun(join(disk, 'r/fills/stays'))
    expect(run.status).toBe('done')
    expect(run.meta.unwritten.map(({ path }) => path)).toEqual(['tracked/series.parquet'])
    expect(run.meta.lost_points).toBeGreaterThan(100_000)
    expect(stdout).toContain(`${run.meta.lost_points} tracked points were lost`)
    const { values } = run.series('loss')
    expect(values.length + run.meta.lost_points).toBeGreaterThanOrEqual(400_001)
    expect([...values]).toEqual(Array.from(values, (_, i) => i))
    execFileSync('rm', ['-rf', join(disk, 'r')])
  })
})

test('images by path are what they were when they were tracked, and large ones wait for room in memory', async () => {
  expect((await project.runlab('run', 'images.ts', '--name', 'i')).code).toBe(0)
  const run = await loadRun(project.path('results/images/i'))
  const bytes = Array.from(run.series('plot'), ({ value }) => readFileSync((value as { path: string }).path).at(-1))
  expect(bytes).toEqual(Array.from({ length: 40 }, (_, n) => n))
  expect(readdirSync(join(run.folder, 'tracked/large'))).toHaveLength(6)
  expect(run.series('large').length).toBe(6)
})
