import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { chooseEvenly } from '../../../src/internal/choose-evenly.ts'
import { once } from '../../../src/internal/once.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { startRun } from '../tracked/started-run.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const project = new Project({
  'package.json': '{ "type": "module" }',
  'ends.ts': `import { defineExperiment, param } from 'runlab'
const WAYS: Record<string, () => unknown> = {
  returns: () => undefined,
  faults: () => process.kill(process.pid, 'SIGSEGV'),
  'eats memory': () => { const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill(all.length)) },
  exits: () => process.exit(7),
  'never yields': () => { process.stdout.write('process ' + process.pid + '\\n'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) },
}
export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)) },
  async run(e) {
    for (let i = 0; i < 20; i++) { e.set('value', i); e.track('loss', 1 / (i + 1)) }
    await e.commit('kept.txt', 'kept')
    ;(globalThis as { isArmed?: boolean }).isArmed = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300) // the journal takes it meanwhile, as of one that computes
    await WAYS[e.params.way]!()
  },
})
experiment.runIfMain()
`,
  // Kills its process where that changes a file for the nth time since its experiment has done its work; says how often at its end.
  'kill-at.mjs': `import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'
const at = Number(process.env.KILL_AT)
let count = 0
const { writeFileSync } = fs
for (const name of ['renameSync', 'rmSync', 'rmdirSync', 'unlinkSync', 'writeFileSync', 'writeSync', 'mkdirSync', 'appendFileSync']) {
  const original = fs[name]
  fs[name] = (...args) => {
    if (globalThis.isArmed && isMainThread && count++ === at) process.kill(process.pid, 'SIGKILL')
    return original(...args)
  }
}
syncBuiltinESMExports()
if (isMainThread) process.on('exit', () => writeFileSync('changes.txt', String(count)))
`,
})
const folderOf = (name: string): string => project.path(join('results/ends', name))

/** What other tools look at: files, and what the metadata say. */
function expectFinished(name: string, meta: Readonly<Record<string, unknown>>): void {
  const folder = folderOf(name)
  const expected = ['tracked/series.parquet', '.runlab/series.jsonl', 'visuals/loss.png', 'report.html', 'kept.txt']
  expect(expected.filter((file) => !existsSync(join(folder, file)))).toEqual([])
  const left = ['.runlab/alive.json', '.runlab/journal', '.runlab/tracking', '.runlab/undrawn', '.runlab-claim']
  expect(left.filter((file) => existsSync(join(folder, file)))).toEqual([])
  expect(project.json(`results/ends/${name}/experiment_data.json`)).toEqual({ value: 19 })
  const counts = { artifacts: 1, inputs: 0, code_files: 2, series: 1, points: 20 }
  expect(project.json(`results/ends/${name}/experiment_meta.json`)).toMatchObject({ ...meta, counts, __track__: ['loss'] })
}

describe('when the command returns, the record of a run is complete', () => {
  const crashed = { status: 'crashed', phase: 'run', recovered: expect.any(Number), end_time: expect.any(Number) }
  test.each([
    ['faults', 139, crashed, 'It crashed in run: its process was ended by SIGSEGV.'],
    ['eats memory', 134, crashed, 'It crashed in run: its process ran out of memory (SIGABRT).'],
    ['exits', 7, { status: 'failed', phase: 'run', recovered: expect.any(Number) }, 'by process.exit()'],
  ])('also of one that %s', async (way, code, meta, said) => {
    const name = way.replace(' ', '-')
    const limited = { NODE_OPTIONS: '--max-old-space-size=64' }
    const outcome = await project.spawn(process.execPath, [BIN, 'run', 'ends.ts', '--way', way, '--name', name], limited)
    expect(outcome.code, outcome.stderr).toBe(code)
    expectFinished(name, meta)
    expect(readFileSync(join(folderOf(name), 'report.html'), 'utf8')).toContain(said)
    expect((await project.runlab('recover', name)).stdout).toMatch(/^nothing to recover/)
  })

  test('but for the pictures of one that was ended by force, which takes no time', async () => {
    const started = startRun(project, [BIN, 'run', 'ends.ts', '--way', 'never yields', '--name', 'forced'])
    await started.said('process')
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(130)
    const meta = project.json('results/ends/forced/experiment_meta.json')
    expect(meta).toMatchObject({ status: 'interrupted', signal: 'SIGINT', recovered: expect.any(Number), counts: { points: 20 } })
    expect((await project.runlab('show', 'forced')).stdout).toContain(
      'drawing is not finished (the run was ended by force): runlab draw forced draws all of it\n',
    )
    expect((await project.runlab('recover', 'forced')).stdout).toContain('1 picture in visuals/')
    expectFinished('forced', { status: 'interrupted' })
  })
})

/** Kills that the next test makes. */
const KILLS = 5

describe('a run in process that is killed at its end', () => {
  const args = (name: string): readonly string[] => ['--import', './kill-at.mjs', '--import', REGISTER, 'ends.ts', '--name', name]
  const undisturbed = once(async () => {
    const { code, stderr } = await project.spawn(process.execPath, args('undisturbed'), { KILL_AT: '-1' })
    expect(code, stderr).toBe(0)
    return Number(project.read('changes.txt'))
  })

  test('wherever that is, becomes by recover what it would have become', async () => {
    const changes = await undisturbed()
    expect(changes).toBeGreaterThan(KILLS)
    expectFinished('undisturbed', { status: 'done', phase: 'ended' })
    const names: string[] = []
    for (const at of chooseEvenly(
      Array.from({ length: changes }, (_, i) => i),
      KILLS,
    )) {
      names.push(`killed-${at}`)
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      expect((await project.spawn(process.execPath, args(`killed-${at}`), { KILL_AT: String(at) })).code).toBe(null)
    }
    expect((await project.runlab('recover', ...names)).code).toBe(0)
    const expected = await loadRun(folderOf('undisturbed'))
    for (const name of names) {
      // oxlint-disable-next-line no-await-in-loop -- reads
      const run = await loadRun(folderOf(name))
      expectFinished(name, { status: run.status })
      expect(['done', 'crashed'], name).toContain(run.status)
      expect(filesOf(name), name).toEqual(filesOf('undisturbed'))
      expect([run.values, run.artifacts.get('kept.txt').sha256]).toEqual([
        expected.values,
        expected.artifacts.get('kept.txt').sha256,
      ])
      expect(run.series('loss').values).toEqual(expected.series('loss').values)
    }
  })
})

function filesOf(name: string): readonly string[] {
  const entries = readdirSync(folderOf(name), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folderOf(name).length))
    .toSorted()
}
