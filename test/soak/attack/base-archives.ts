import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMAND, REGISTER } from '../project.ts'

/** Numbers with contexts, texts, files, data; values; artifacts of both ways; code of two files. Ends as it is asked to. */
export const PROGRAM = `import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param, image, histogram, table } from 'runlab'
import { title } from './title.ts'
export const experiment = defineExperiment(import.meta, {
  parameters: { end: param.choice(['well', 'by an error', 'by a kill']), rate: 0.1 },
  async run(e) {
    e.set({ title, metrics: { loss: 0.25, when: new Date(0) } })
    for (let step = 0; step < 200; step++) {
      for (let n = 0; n < 3; n++) e.track('layer/' + n, Math.sin(step * n), { step })
      e.track('loss', 1 / (step + 1), { step: step + 0.5, context: { split: 'val' } })
    }
    for (const step of [0, 1, 2]) {
      e.track('picture', image({ data: new Uint8Array(48).fill(step * 40), width: 4, height: 4 }), { step })
      e.track('weights', histogram([1, 2, 3, step]), { step })
      e.track('rows', table([{ a: step, b: 'x' }]), { step })
      e.track('says', 'step ' + step, { step })
    }
    await e.commit('data/rows.json', { rows: [1, 2, 3] })
    writeFileSync(e.path('later.txt'), 'written by other code')
    e.log('said')
    if (e.params.end === 'by an error') throw new Error('as asked')
    if (e.params.end === 'by a kill') {
      await sleep(400)
      process.kill(process.pid, 'SIGKILL')
    }
  },
})
experiment.runIfMain()
`

export const BASES = ['done', 'failed', 'killed', 'pycomex'] as const
export type Base = (typeof BASES)[number]

/** Makes an archive in a project: a run of each kind in \`results/train\`, and one that is never damaged, \`healthy\`. */
export function makeArchive(project: string): string {
  const run = (name: string, end: string): void => {
    const flags = ['train.ts', '--name', name, '--end', end, '--results', 'results', '--quiet', '--no-system']
    const command = end === 'by a kill' ? ['--import', REGISTER, ...flags] : [COMMAND, 'run', ...flags]
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8' })
    if (status === 2) throw new Error(stderr)
  }
  run('healthy', 'well')
  run('done', 'well')
  run('failed', 'by an error')
  run('killed', 'by a kill')
  makePycomex(join(project, 'results/train/pycomex'))
  return join(project, 'results')
}

/** As PyComex 0.29 writes it, in short. */
function makePycomex(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const parameters = { RATE: { value: 0.1, type: 'float', description: null, usable: true } }
  const meta = {
    name: 'train',
    namespace: 'results/train',
    status: 'done',
    start_time: 1.7e9,
    end_time: 1.7e9 + 5,
    duration: 5,
    has_error: false,
    error_type: null,
    description: 'of PyComex',
    short_description: 'of PyComex',
    base_path: '/home/me',
    parameters,
    hooks: {},
    __track__: [],
  }
  writeFileSync(join(folder, 'experiment_meta.json'), JSON.stringify(meta, null, 2))
  writeFileSync(join(folder, 'experiment_data.json'), '{ "metrics": { "loss": NaN, "accuracy": 0.5 } }')
  writeFileSync(join(folder, 'experiment_out.log'), 'said\n')
  writeFileSync(join(folder, 'results.txt'), 'an artifact')
}
