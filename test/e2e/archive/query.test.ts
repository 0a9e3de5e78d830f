import { rmSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'study.mjs': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1 },
  async run(e) {
    for (let step = 0; step < 3; step++) e.track('loss', e.params.rate * step)
    e.track('answers', [{ id: 1, ok: true }, { id: 2, ok: e.params.rate > 0.15 }])
    await e.commit('scores.csv', 'id,score,day\\n1,0.5,2026-01-02\\n2,,2026-01-03\\n')
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

test('query asks the runs by SQL: as a table, CSV, JSON or Markdown', async () => {
  const sql = `SELECT rate, max(value) AS highest FROM params JOIN points USING (namespace, run) WHERE series = 'loss' GROUP BY rate ORDER BY rate`
  expect((await project.runlab('query', sql)).stdout).toBe('rate  highest\n 0.1      0.2\n 0.2      0.4\n')
  expect((await project.runlab('query', sql, '--csv', '--where', 'params.rate > 0.1')).stdout).toBe('rate,highest\n0.2,0.4\n')
  expect((await project.runlab('query', sql, '--markdown')).stdout).toContain('| 0.1 | 0.2 |')
  const limited = await project.runlab('query', 'SELECT run FROM runs', '-n', '1')
  expect([limited.stdout, limited.stderr]).toEqual(['run\nb\n', 'the first 1 rows; -n 0 shows all\n'])
  const wrong = await project.runlab('query', 'SELECT nothing FROM runs')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('LINE 1: SELECT nothing FROM runs')])
})

test('query has the rows of tracked tables and of files; what cannot be read is named', async () => {
  const sql = 'SELECT run, "table", id, ok, score, day FROM items ORDER BY run, "table", id'
  const all = await project.runlab('query', sql, '--json')
  expect(JSON.parse(all.stdout)).toHaveLength(8)
  expect(JSON.parse(all.stdout).slice(1, 4)).toEqual([
    { run: 'a', table: 'answers', id: 2, ok: false, score: null, day: null },
    { run: 'a', table: 'scores.csv', id: 1, ok: null, score: 0.5, day: '2026-01-02' },
    { run: 'a', table: 'scores.csv', id: 2, ok: null, score: null, day: '2026-01-03' },
  ])
  rmSync(project.path('results/study/b/scores.csv'))
  const rest = await project.runlab('query', sql, '--json')
  expect([rest.code, rest.stderr]).toEqual([1, expect.stringContaining('not read: study/b: table scores.csv')])
})
