import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMONJS, MODULE, READER, TRACKS, TYPESCRIPT, recordOf } from './sample-files.ts'
import { createProject, packPackage, repository, runIn, succeedIn, temporaryFolder } from './user-project.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const MINUTES = 60_000
const folders: string[] = []
let tarball = ''

beforeAll(async () => {
  const folder = temporaryFolder()
  folders.push(folder)
  tarball = await packPackage(folder)
}, 2 * MINUTES)

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function project(files: Readonly<Record<string, string>>, ...packages: readonly string[]): Promise<string> {
  const folder = await createProject({ 'read.mjs': READER, ...files }, [tarball, ...packages])
  folders.push(folder)
  return folder
}

/** The records of the runs in an archive, as `runlab list --json` finds them and `loadRun` reads them. */
async function recordsIn(folder: string, results: string): Promise<unknown[]> {
  const listed = JSON.parse(await succeedIn(folder, 'npx', ['runlab', 'list', '--json', '--results', results])) as {
    folder: string
  }[]
  return await Promise.all(
    listed.map(async (run) => JSON.parse(await succeedIn(folder, process.execPath, ['read.mjs', run.folder])) as unknown),
  )
}

describe('the packed package', () => {
  test('holds what is built and its documents, no sources, and no path of the machine that built it', async () => {
    const folder = temporaryFolder()
    folders.push(folder)
    await succeedIn(folder, 'tar', ['xzf', tarball])
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'package/').length))
    const stray =
      /^(dist\/[\w-]+\.c?js(\.map)?|dist\/types\/.+\.d\.ts|package\.json|README\.md|LICENSE|CHANGELOG\.md|assets\/fonts\/(LICENSE|[\w-]+\.ttf))$/
    expect(paths.filter((path) => !stray.test(path))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/register.js', 'dist/bin.cjs', 'dist/child.cjs', 'LICENSE', 'README.md']),
    )
    expect(paths.filter((path) => readFileSync(join(folder, 'package', path), 'utf8').includes(repository))).toEqual([])
  })

  test(
    'draws what was tracked, with its own font, encoder and languages of figures',
    async () => {
      const folder = await project({ 'package.json': '{ "type": "module" }', 'tracks.js': TRACKS })
      await succeedIn(folder, 'npx', ['runlab', 'run', 'tracks.js', '--name', 'drawn'])
      const run = join(folder, 'results/tracks/drawn')
      const drawn = readdirSync(join(run, 'visuals')).toSorted()
      expect(drawn).toEqual(['bars.png', 'bars.svg', 'dots.mp4', 'dots.png', 'loss.png', 'loss.svg'])
      const { data } = PNG.sync.read(readFileSync(join(run, 'visuals/loss.png')))
      const title = data.subarray(0, 1440 * 4 * 56) // of 720 pixels at twice the size, the first 28 rows
      expect(title.filter((value, i) => i % 4 === 0 && value < 128).length).toBeGreaterThan(100)
      expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('dots.mp4')
    },
    5 * MINUTES,
  )

  test(
    'runs an experiment in a project of ES modules',
    async () => {
      const folder = await project({ 'package.json': '{ "type": "module" }', 'words.js': MODULE })
      await succeedIn(folder, 'npx', ['runlab', 'run', 'words.js', '--num-words', '5', '--results', 'out'])
      expect(await recordsIn(folder, 'out')).toEqual([recordOf(5)])
      await succeedIn(folder, process.execPath, ['words.js', '--num-words', '6', '--results', 'direct'])
      expect(await recordsIn(folder, 'direct')).toEqual([recordOf(6)])
    },
    5 * MINUTES,
  )

  test(
    'runs an experiment in a project of CommonJS modules',
    async () => {
      const folder = await project({ 'package.json': '{ "type": "commonjs" }', 'words.js': COMMONJS })
      await succeedIn(folder, 'npx', ['runlab', 'run', 'words.js', '--num-words', '5', '--results', 'out'])
      expect(await recordsIn(folder, 'out')).toEqual([recordOf(5)])
      await succeedIn(folder, process.execPath, ['words.js', '--num-words', '6', '--results', 'direct'])
      expect(await recordsIn(folder, 'direct')).toEqual([recordOf(6)])
    },
    5 * MINUTES,
  )

  test(
    'runs an experiment in TypeScript, through the command and through Node',
    async () => {
      const folder = await project({ 'package.json': '{ "type": "module" }', 'words.ts': TYPESCRIPT })
      await succeedIn(folder, 'npx', ['runlab', 'run', 'words.ts', '--num-words', '5', '--results', 'out'])
      expect(await recordsIn(folder, 'out')).toEqual([recordOf(5)])
      await succeedIn(folder, process.execPath, [
        '--import',
        'runlab/register',
        'words.ts',
        '--num-words',
        '6',
        '--results',
        'direct',
      ])
      expect(await recordsIn(folder, 'direct')).toEqual([recordOf(6)])
    },
    5 * MINUTES,
  )

  test(
    'refuses a misspelt parameter with a suggestion, and makes no archive',
    async () => {
      const folder = await project({ 'package.json': '{ "type": "module" }', 'words.js': MODULE })
      const { code, stderr } = await runIn(folder, 'npx', ['runlab', 'run', 'words.js', '--num-word', '5', '--results', 'out'])
      expect(code).toBe(2)
      expect(stderr).toContain('--num-words')
      expect(readdirSync(folder)).not.toContain('out')
    },
    5 * MINUTES,
  )
})

const TYPED = `import { defineExperiment, loadRun, param } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { numWords: 50, rate: param.number(1e-3, { min: 0 }), optimizer: param.choice(['adam', 'sgd']) },
  derived: { total: (p) => p.numWords * p.rate },
  hooks: { filterWords: (e, words: string[]) => words.slice(e.params.numWords) },
  async run(e) {
    const words: string[] = await e.call('filterWords', ['a'])
    const total: number = e.params.total
    e.set('n', total + words.length)
    // @ts-expect-error there is no such parameter
    e.params.numWord
    // @ts-expect-error not among the choices
    e.params.optimizer === 'adamw'
    // @ts-expect-error the hook takes strings
    await e.call('filterWords', [1])
  },
})
export const n: number = (await experiment.run({ parameters: { numWords: 3 } })).params.numWords
export const status: string = (await loadRun('results/words')).status
// @ts-expect-error wrong type
void experiment.run({ parameters: { numWords: 'three' } })
`
const TYPED_COMMONJS = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(module, { parameters: { n: 1 }, run: (e) => e.log(e.params.n.toFixed()) })
`

describe('the packed types', () => {
  const options = { strict: true, target: 'es2023', types: ['node'], noEmit: true, skipLibCheck: false }
  const config = (more: object): string => JSON.stringify({ compilerOptions: { ...options, ...more }, include: ['src'] })

  test(
    'infer parameters and hooks in a strict project, under each module resolution of TypeScript',
    async () => {
      const folder = await project(
        {
          'package.json': '{ "type": "module" }',
          'src/words.ts': TYPED,
          'src/common.cts': TYPED_COMMONJS,
          'nodenext.json': config({ module: 'nodenext', exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }),
          'bundler.json': config({ module: 'esnext', moduleResolution: 'bundler' }),
        },
        ...['typescript', '@types/node'].map(versionHere),
      )
      for (const file of ['nodenext.json', 'bundler.json']) {
        const { stdout } = await runIn(folder, 'npx', ['tsc', '-p', file])
        expect(stdout, file).toBe('')
      }
    },
    5 * MINUTES,
  )
})

/** A package in the range that this repository develops with. */
function versionHere(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  return `${name}@${devDependencies[name]}`
}
