import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import type { FollowFrom } from '../../../src/index.ts'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'long.ts': `import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    for (let i = 0; i < 600_000; i++) {
      e.track('loss', i)
      if (i % 10_000 === 0) { e.track('note', 'at ' + i); await sleep(5) }
    }
  },
})
experiment.runIfMain()
`,
  'many.ts': `import { defineExperiment } from 'runlab'
const one = (name: string, base: number) => defineExperiment(import.meta, {
  async run(e) {
    for (let i = 0; i < 20_000; i++) {
      e.track('loss', base + i)
      if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    if (base === 0) await inner.run({ name: 'nested', namespace: 'many' })
  },
})
const inner = one('inner', 5e6)
await Promise.all([0, 1e6, 2e6].map((base, i) => one('x', base).run({ name: 'run-' + i, namespace: 'many' })))
`,
})

describe('a run that goes on', () => {
  test('is followed from another process until it is sealed, each point once and in order', async () => {
    const ended = project.runlab('run', 'long.ts', '--name', 'followed')
    const folder = project.path('results/long/followed')
    // oxlint-disable-next-line no-await-in-loop -- until it is there
    while (!existsSync(`${folder}/.runlab/tracking/main.series.jsonl`)) await sleep(5)
    const run = await loadRun(folder)
    const values: number[] = []
    const notes: unknown[] = []
    let next: FollowFrom = 0
    let nextNote: FollowFrom = 0
    let looks = 0
    while (values.length < 600_000) {
      const more = run.follow('loss', { from: next })
      for (const value of more.values) values.push(value)
      expect(more.length).toBe(more.steps.length)
      next = more.next
      if (run.tracked.some(({ name }) => name === 'note')) {
        const said = run.follow('note', { from: nextNote })
        notes.push(...Array.from(said, ({ value }) => value))
        nextNote = said.next
      }
      looks++
      // oxlint-disable-next-line no-await-in-loop -- as who watches does
      await sleep(20)
    }
    expect((await ended).code).toBe(0)
    expect(run.follow('loss', { from: next }).length).toBe(0)
    notes.push(...Array.from(run.follow('note', { from: nextNote }), ({ value }) => value))
    expect(values.every((value, i) => value === i)).toBe(true)
    expect(values).toHaveLength(600_000)
    expect(notes).toEqual(Array.from({ length: 60 }, (_, i) => `at ${i * 10_000}`))
    expect(looks).toBeGreaterThan(1)
  })

  test('does not mix with others of its process, nor with one that it starts', async () => {
    const { code, stderr } = await project.node('--import', 'runlab/register', 'many.ts')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    for (const [name, base] of [
      ['run-0', 0],
      ['run-1', 1e6],
      ['run-2', 2e6],
      ['nested', 5e6],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- a few
      const { values } = (await loadRun(project.path(`results/many/${name}`))).series('loss')
      expect([...values]).toEqual(Array.from({ length: 20_000 }, (_, i) => base + i))
    }
  })
})
