import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const TRAIN = `import { readFileSync } from 'node:fs'
import { near } from 'near'
import { far } from 'far'
import { defineExperiment, param } from 'runlab'
import { scale } from '../lib/scale.ts'
export const experiment = defineExperiment(import.meta, {
  parameters: { steps: 10, rate: 0.1, words: param.path('../data/words.txt'), when: new Date(0) },
  async run(e) {
    const bias = Number(readFileSync(await e.use('bias.txt'), 'utf8'))
    for (let i = 0; i < e.params.steps; i++) e.track('x', scale(e.random.normal()) * e.params.rate + bias)
    e.set({ near, far, words: readFileSync(e.params.words, 'utf8'), when: e.params.when, zone: new Date(0).getHours() })
    await e.commit('r.json', { steps: e.params.steps })
  },
})
`
const QUICK = ['--quiet', '--no-visuals', '--no-system']
const HOME = { RUNLAB_RESULTS: '', TZ: 'Asia/Tokyo' }

/** A project with a linked package, one of a registry, and a folder in which runs are started. */
const project = new Project({
  'package.json': '{ "name": "lab", "type": "module", "dependencies": { "near": "file:near", "far": "1.0.0" } }',
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { name: 'lab', dependencies: { near: 'file:near', far: '1.0.0' } },
      near: { version: '2.0.0' },
      'node_modules/near': { resolved: 'near', link: true },
      'node_modules/far': { version: '1.0.0', resolved: 'http://127.0.0.1:1/far.tgz' },
    },
  }),
  'node_modules/far/package.json': '{ "name": "far", "version": "1.0.0", "type": "module", "exports": "./far.js" }',
  'node_modules/far/far.js': 'export const far = 1\n',
  'near/package.json': '{ "name": "near", "version": "2.0.0", "type": "module", "exports": "./near.js" }',
  'near/near.js': 'export const near = 2\n',
  'lib/scale.ts': 'export const scale = (x: number): number => x * 3\n',
  'src/train.ts': TRAIN,
  'data/words.txt': 'a b c',
  'work/bias.txt': '0.25',
})
/** Where nothing of the project is but an archive that was moved. */
const elsewhere = new Project({}, { linked: false })
const temporary = mkdtempSync(join(tmpdir(), 'runlab-workspaces-'))

const reproduce = async (where: Project, ...args: readonly string[]): Promise<Outcome> =>
  await where.spawn(process.execPath, [BIN, 'reproduce', ...args, ...QUICK], {
    ...HOME,
    TZ: 'UTC',
    HOME: where.folder,
    TMPDIR: temporary,
    npm_config_fetch_retries: '0',
  })
const workspaces = (): string[] => readdirSync(temporary)

let run: string

beforeAll(async () => {
  await project.spawn('ln', ['-s', '../near', 'node_modules/near'])
  const command = `cd work && "$0" "$@"`
  const args = [BIN, 'run', '../src/train.ts', '--rate', '0.5', ...QUICK]
  const first = await project.spawn('sh', ['-c', command, process.execPath, ...args], { TZ: HOME.TZ })
  expect([first.code, first.stderr]).toEqual([0, ''])
  run = project.path(project.onlyRun('src/train'))
  await elsewhere.spawn('cp', ['-r', run, elsewhere.path('moved')])
  elsewhere.write(
    'moved/experiment_meta.json',
    elsewhere.read('moved/experiment_meta.json').replaceAll(project.folder, '/gone/lab'),
  )
})

describe('runlab reproduce', () => {
  test('runs the archived code with packages, inputs and environment as they were, whatever the project is now', async () => {
    project.write('lib/scale.ts', 'export const scale = (): number => 0\n')
    project.write('near/near.js', 'export const near = "changed"\n')
    const { code, stdout, stderr } = await reproduce(project, run, '--use-installed')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('identical to src/train/')
    const again = project.runs('src/train').find((name) => project.path(name) !== run) ?? ''
    expect(project.json(`${again}/experiment_meta.json`)).toMatchObject({
      reproduces: { how: 'reproduce', verdict: 'identical' },
      file: 'src/train.ts',
      parameters: { rate: { value: 0.5, source: 'original run' }, words: { value: 'data/words.txt' } },
    })
    expect(project.json(`${again}/experiment_data.json`)).toMatchObject({ near: 2, zone: 9 })
    expect(project.json(`${again}/.runlab/inputs.jsonl`.replace('inputs.jsonl', 'verdict.json')).suspects).toEqual([])
    expect(workspaces()).toEqual([])
  })

  test('names a package that has changed before anything runs, and one that cannot be installed (INSTALL_FAILED)', async () => {
    const manifest = project.read('node_modules/far/package.json')
    project.write('node_modules/far/package.json', manifest.replace('1.0.0', '1.0.1'))
    const changed = await reproduce(project, run, '--use-installed')
    expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('far 1.0.0 became 1.0.1') })
    project.write('node_modules/far/package.json', manifest)
    const failed = await reproduce(project, run)
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('could not be installed by npm ci') })
    expect(failed.stderr).toContain('--use-installed')
    expect(workspaces()).toEqual([])
  })

  test('names inputs that are missing or changed; a parameter that is given anew is not missed', async () => {
    const gone = await reproduce(elsewhere, 'moved', '--check')
    expect(gone.code).toBe(1)
    expect(gone.stdout).toMatch(/missing +input +.*data\/words\.txt.* is not there/)
    expect(gone.stdout).toMatch(/missing +input +bias\.txt \(work\/bias\.txt\) is not there/)
    expect(gone.stdout).toContain('cannot be reproduced yet: 2 things are missing')
    expect(gone.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    project.write('data/words.txt', 'x y z')
    const { code, stdout } = await reproduce(project, run, '--use-installed')
    expect([code, stdout]).toEqual([4, expect.stringMatching(/differs +input +.*words\.txt.* has changed since/)])
    expect(stdout).toMatch(/value +words +'?a b c'? +'?x y z/)
    expect(stdout).toMatch(/changed since, likeliest first\n +input +.*words\.txt +5 bytes, \w{8}… +5 bytes, \w{8}…/)
    project.write('data/words.txt', 'a b c')
  })

  test('--check says all at once for people and for programs, and runs nothing', async () => {
    const before = project.runs('src/train').length
    const checked = await reproduce(project, run, '--check', '--use-installed', '--json')
    const { reproducible, findings } = JSON.parse(checked.stdout)
    expect([checked.code, reproducible]).toEqual([0, true])
    const texts = findings.map(({ part, state, text }: Record<string, string>) => `${state} ${part} ${text}`)
    expect(texts).toEqual(expect.arrayContaining([`same node Node ${process.version}`, 'same packages far 1.0.0']))
    expect(project.runs('src/train')).toHaveLength(before)
  })

  test('--keep and --env-only leave the workspace, which has the code as it was', async () => {
    const { code, stdout, stderr } = await reproduce(project, run, '--use-installed', '--env-only')
    const [, folder = ''] = /^The workspace is (.+)$/m.exec(stderr) ?? []
    expect([code, stdout.includes(`cd ${folder}`), existsSync(join(folder, 'work/bias.txt'))]).toEqual([0, true, true])
    const commands = stdout.slice(stdout.indexOf('cd '))
    const entered = await project.spawn('sh', [
      '-c',
      commands
        .replace(/\brunlab (?=rerun)/, `${process.execPath} ${BIN} `)
        .trim()
        .replaceAll('\n', ' && '),
    ])
    expect([entered.code, entered.stdout]).toEqual([0, expect.stringContaining('identical')])
    const kept = await reproduce(project, run, '--use-installed', '--keep')
    expect([kept.code, kept.stderr]).toEqual([0, expect.stringContaining('The workspace is')])
    expect(workspaces()).toHaveLength(2)
    for (const name of workspaces()) rmSync(join(temporary, name), { recursive: true })
  })

  test('reads a ZIP, and refuses one whose code is damaged or that leads out of the workspace (REPEAT_REFUSED)', async () => {
    const packed = await project.runlab('compress', run, '--keep')
    expect(packed.code).toBe(0)
    const zipped = await reproduce(project, `${run}.zip`, '--use-installed')
    expect([zipped.code, zipped.stdout]).toEqual([0, expect.stringContaining('identical to')])
    const code = elsewhere.read('moved/code/lib/scale.ts')
    elsewhere.write('moved/code/lib/scale.ts', `${code}// not what ran\n`)
    const damaged = await reproduce(elsewhere, 'moved')
    expect(damaged).toMatchObject({ code: 2, stderr: expect.stringContaining('code/lib/scale.ts is not what its checksum says') })
    elsewhere.write('moved/code/lib/scale.ts', code)
    const snapshot = elsewhere.json('moved/.runlab/snapshot.json')
    elsewhere.write('moved/.runlab/snapshot.json', JSON.stringify({ ...snapshot, root: '../../../../../../../../../etc' }))
    for (const input of ['data/words.txt', 'work/bias.txt']) elsewhere.write(input, project.read(input))
    const hostile = await reproduce(elsewhere, 'moved', '--use-installed')
    expect(hostile.code).toBe(2)
    expect(workspaces()).toEqual([])
  })
})
