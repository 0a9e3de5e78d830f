import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { testTool } from '../support/test-tools.ts'
import { COMMONJS, MODULE, READER, TRACKS, TYPESCRIPT, recordOf } from './sample-files.ts'
import { createProject, installPackage, packPackage, repository, runIn, succeedIn, temporaryFolder } from './user-project.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const installed = temporaryFolder()
let tarball = ''

beforeAll(async () => {
  tarball = await packPackage(temporaryFolder())
  await installPackage(installed, tarball)
})

const COMMAND = join(installed, 'node_modules/.bin/runlab')

function project(files: Readonly<Record<string, string>>): string {
  return createProject(installed, { 'read.mjs': READER, ...files })
}

/** The records of the runs in `results/`, as `runlab list --json` finds them and `loadRun` reads them, by how many words they have. */
async function recordsIn(folder: string, path?: string): Promise<readonly { readonly n: number }[]> {
  const listed = JSON.parse(await succeedIn(folder, COMMAND, ['list', '--json'], path)) as { folder: string }[]
  const read = await succeedIn(folder, 'node', ['read.mjs', ...listed.map((run) => run.folder)], path)
  return (JSON.parse(read) as { n: number }[]).toSorted((a, b) => a.n - b.n)
}

describe('the packed package', () => {
  test('holds what is built and its documents, no sources, and no path of the machine that built it', async () => {
    const folder = temporaryFolder()
    await succeedIn(folder, 'tar', ['xzf', tarball])
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'package/').length))
    const stray =
      /^(dist\/[\w-]+\.c?js(\.map)?|dist\/types\/.+\.d\.ts|dist\/ui\/[\w-]+\.(js|css|html)|package\.json|README\.md|LICENSE|CHANGELOG\.md|assets\/fonts\/(LICENSE|[\w-]+\.ttf))$/
    expect(paths.filter((path) => !stray.test(path))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/register.js', 'dist/bin.cjs', 'dist/child.cjs', 'LICENSE', 'README.md']),
    )
    expect(paths.filter((path) => readFileSync(join(folder, 'package', path), 'utf8').includes(repository))).toEqual([])
  })

  test('draws what was tracked, with its own font, encoder and languages of figures', async () => {
    const folder = project({ 'package.json': '{ "type": "module" }', 'tracks.js': TRACKS })
    await succeedIn(folder, 'npx', ['runlab', 'run', 'tracks.js', '--name', 'drawn'])
    const run = join(folder, 'results/tracks/drawn')
    const drawn = readdirSync(join(run, 'visuals')).toSorted()
    expect(drawn).toEqual(['bars.png', 'bars.svg', 'dots.mp4', 'dots.png', 'loss.png', 'loss.svg'])
    const { data } = PNG.sync.read(readFileSync(join(run, 'visuals/loss.png')))
    const title = data.subarray(0, 1440 * 4 * 56) // of 720 pixels at twice the size, the first 28 rows
    expect(title.filter((value, i) => i % 4 === 0 && value < 128).length).toBeGreaterThan(100)
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('dots.mp4')
  })

  test.each([
    ['a project of ES modules', 'module', 'words.js', MODULE],
    ['a project of CommonJS modules', 'commonjs', 'words.js', COMMONJS],
    ['TypeScript', 'module', 'words.ts', TYPESCRIPT],
  ])('runs an experiment in %s, through the command and through Node', async (_, type, file, text) => {
    const folder = project({ 'package.json': JSON.stringify({ type }), [file]: text })
    await succeedIn(folder, COMMAND, ['run', file, '--num-words', '5', '--no-visuals'])
    const loader = file.endsWith('.ts') ? ['--import', 'runlab/register'] : []
    await succeedIn(folder, process.execPath, [...loader, file, '--num-words', '6', '--no-visuals'])
    expect(await recordsIn(folder)).toEqual([recordOf(5), recordOf(6)])
  })

  test('refuses a misspelt parameter with a suggestion, and makes no archive', async () => {
    const folder = project({ 'package.json': '{ "type": "module" }', 'words.js': MODULE })
    const { code, stderr } = await runIn(folder, COMMAND, ['run', 'words.js', '--num-word', '5', '--results', 'out'])
    expect(code).toBe(2)
    expect(stderr).toContain('--num-words')
    expect(readdirSync(folder)).not.toContain('out')
  })
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

  test('infer parameters and hooks in a strict project, under each module resolution of TypeScript', async () => {
    const folder = project({
      'package.json': '{ "type": "module" }',
      'src/words.ts': TYPED,
      'src/common.cts': TYPED_COMMONJS,
      'nodenext.json': config({ module: 'nodenext', exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }),
      'bundler.json': config({ module: 'esnext', moduleResolution: 'bundler' }),
    })
    const packages = join(repository, 'node_modules')
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
    symlinkSync(join(packages, '@types/node'), join(folder, 'node_modules/@types/node'))
    for (const file of ['nodenext.json', 'bundler.json']) {
      const { stdout } = await runIn(folder, process.execPath, [join(packages, 'typescript/bin/tsc'), '-p', file])
      expect(stdout, file).toBe('')
    }
  })
})

describe.each(['22', '24'] as const)('under Node %s, the packed package', (version) => {
  test('runs experiments through the command, through Node and from CommonJS, and lists them', async ({ skip }) => {
    const found = testTool(`node-${version}/node_modules/.bin/node`)
    if ('missing' in found) return skip(found.missing)
    const path = dirname(found.program)
    expect(await succeedIn(installed, 'node', ['--version'], path)).toMatch(`v${version}.`)
    const folder = project({ 'package.json': '{ "type": "module" }', 'words.ts': TYPESCRIPT, 'words.cjs': COMMONJS })
    const node = (...args: readonly string[]): Promise<string> => succeedIn(folder, 'node', args, path)
    await succeedIn(folder, COMMAND, ['run', 'words.ts', '--num-words', '5', '--no-visuals'], path)
    await node('--import', 'runlab/register', 'words.ts', '--num-words', '6', '--no-visuals')
    await node('words.cjs', '--num-words', '7') // drawn, under this Node
    expect(await recordsIn(folder, path)).toEqual([5, 6, 7].map(recordOf))
  })
})
