import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'

const PROGRAM = `import { defineExperiment, image, histogram, table, text, figure, audio, param } from 'runlab'
import { name, url } from './name.ts'
import { writeFileSync } from 'node:fs'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1, fails: false, token: param.secret({ env: 'LAB_TOKEN' }) },
  async run(e) {
    for (let step = 0; step < 300; step++) {
      e.track('loss', step === 7 ? Infinity : Math.cos(step) / 3, { step })
      e.track('fraction', step, { step: step + 0.5, context: { split: 'val' } })
    }
    for (const step of [0, 1]) {
      e.track('picture', image({ data: new Uint8Array(12).fill(step), width: 2, height: 2 }), { step })
      e.track('weights', histogram([1, 2, 3, step]), { step })
      e.track('rows', table([{ a: step, b: 'x' }]), { step })
      e.track('says', 'step ' + step, { step })
      e.track('tone', audio({ samples: new Float32Array(100).fill(0.1), rate: 8000 }), { step })
    }
    e.set({ name, known: url.length, metrics: { loss: Number.NaN } })
    await e.commit('data/rows.json', { rows: [1, 2, 3] })
    writeFileSync(e.path('later.txt'), 'written by other code')
    console.log('said')
    if (e.params.fails) throw new Error('as asked')
  },
})
`

const project = new Project({
  'train.ts': PROGRAM,
  'name.ts': `export const name = 'a name'\nexport const url = 'https://me:a-token-of-many-characters@example.org'\n`,
})
/** A secret that stands in the code, too: the file is masked in the archive. */
const SECRET = { LAB_TOKEN: 'a-token-of-many-characters' }

beforeAll(async () => {
  const run = async (...args: readonly string[]) =>
    await project.spawn(process.execPath, [BIN, 'run', 'train.ts', ...args], SECRET)
  expect((await run('--name', 'good')).code).toBe(0)
  expect((await run('--name', 'failed', '--fails')).code).toBe(1)
  expect((await project.runlab('draw', 'good')).code).toBe(0)
})

describe('runlab verify', () => {
  test('calls runs whole that are as they were written: done, failed, drawn, of every kind', async () => {
    const all = await project.runlab('verify', '--all')
    expect(all.stdout).toBe('2 runs: all whole\n')
    expect(all.code).toBe(0)
    const one = await project.runlab('verify', 'good')
    expect(one.stdout).toMatch(/^whole: \d+ files, [\d.]+ kB, 610 points of 7 series\n/)
  })

  test('says what is damaged, by run and file and what can be done, and exits with 1', async () => {
    writeFileSync(project.path('results/train/good/data/rows.json'), '{ "rows": [1, 2, 4] }')
    rmSync(project.path('results/train/good/visuals/loss.png'))
    mkdirSync(project.path('results/train/broken'))
    writeFileSync(project.path('results/train/broken/experiment_meta.json'), '{ "format": 1')
    const { code, stdout, stderr } = await project.runlab('verify', '--all')
    expect(code).toBe(1)
    expect(stderr).toBe('')
    expect(stdout).toContain('damaged: 2 things are wrong\n')
    expect(stdout).toContain('  data/rows.json: it has 21 bytes, and its record says')
    expect(stdout).toContain('  visuals/loss.png: it is not there\n    runlab draw good draws it again\n')
    expect(stdout).toContain('  experiment_meta.json: it is no JSON')
    expect(stdout).toMatch(/3 runs: 1 whole, 2 damaged\n$/)
    const where = await project.runlab('verify', '--where', 'status == "failed"', '--json')
    expect(where.code).toBe(0)
    expect(JSON.parse(where.stdout)).toMatchObject([{ whole: true, findings: [], checked: { series: 7, points: 610 } }])
    const named = await project.runlab('verify', 'results/train/broken', 'good', 'nothing', '--json')
    expect(named.code).toBe(2)
    expect(JSON.parse(named.stdout)).toMatchObject([
      { whole: false },
      { whole: false },
      { run: 'nothing', code: 'RUN_NOT_FOUND' },
    ])
  })

  test('wants to know which runs', async () => {
    for (const args of [[], ['good', '--all'], ['--all', '--where', 'true']]) {
      const { code, stderr } = await project.runlab('verify', ...args)
      expect(code).toBe(2)
      expect(stderr).toMatch(/Say which runs to verify, or --all, or --where\.(?!\.)/)
    }
  })
})
