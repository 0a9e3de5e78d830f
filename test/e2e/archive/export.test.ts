import { appendFileSync, readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { beforeAll, expect, test } from 'vitest'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'study.mjs': `import { writeFileSync } from 'node:fs'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1 },
  async run(e) {
    for (let step = 0; step < 3; step++) e.track('loss', e.params.rate * step)
    e.track('note', 'begins')
    await e.commit('plots/curve.png', 'a picture')
    await e.commit('notes.txt', 'x')
  },
})
`,
})

beforeAll(async () => {
  for (const [name, rate] of [
    ['a', '0.1'],
    ['b', '0.2'],
  ] as const)
    await project.runlab('run', 'study.mjs', '--name', name, '--rate', rate, '--no-system')
})

test('export writes the runs that are wanted, with artifacts by pattern, from folders and ZIPs', async () => {
  await project.runlab('compress', 'a')
  const { stdout, stderr, code } = await project.runlab('export', '--where', 'true', '--to', 'all', '--artifacts', '*.png')
  expect([stdout, stderr, code]).toEqual(['2 runs, 8 points, 2 artifacts in all\n', '', 0])
  expect(project.read('all/artifacts/study/a/plots/curve.png')).toBe('a picture')
  expect(readdirSync(project.path('all/artifacts/study/b'))).toEqual(['plots'])
  const again = await project.runlab('export', 'b', '--to', 'all')
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('it is not empty')])
  const newest = await project.runlab('export', '--limit', '1', '--sort', 'run', '--to', 'one', '--format', 'csv', '--json')
  expect(JSON.parse(newest.stdout)).toMatchObject({ runs: 1 })
  const forced = await project.runlab('export', 'b', '--to', 'all', '--force', '--format', 'csv', '--json')
  expect(JSON.parse(forced.stdout)).toMatchObject({ runs: 1, points: 4, unread: [] })
  expect((await project.runlab('export', 'b', '--to', 'x', '--format', 'xlsx')).stderr).toContain('parquet or csv')
})

test('points of one series become a Parquet file, or nothing where they are damaged: EXPORT_UNREAD', async () => {
  expect((await project.runlab('points', 'b', 'loss', '--parquet', 'loss.parquet')).stdout).toBe('3 points in loss.parquet\n')
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(project.path('loss.parquet')) })
  expect(rows.map(({ step, value }) => [step, value])).toEqual([0, 1, 2].map((step) => [BigInt(step), 0.2 * step]))
  expect((await project.runlab('points', 'b', 'loss', '--parquet', 'loss.parquet', '--csv')).code).toBe(2)
  const sealed = join(project.path('results/study/b'), 'tracked/series.parquet')
  truncateSync(sealed, 40)
  appendFileSync(sealed, Buffer.alloc(4000))
  const damaged = await project.runlab('points', 'b', 'loss', '--parquet', 'new.parquet')
  expect([damaged.code, damaged.stderr]).toEqual([2, expect.stringContaining('new.parquet was not written')])
  const rest = await project.runlab('export', 'b', '--to', 'rest')
  expect([rest.code, rest.stderr]).toEqual([1, expect.stringContaining('not read: study/b: series loss')])
})
