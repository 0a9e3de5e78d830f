import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { runlabError } from '../../src/errors.ts'
import { specify } from '../../src/experiment/define.ts'
import { ExperimentHandle } from '../../src/runtime/experiment.ts'
import { describeLoadError } from '../../src/runtime/loading/load-error.ts'
import { frameOfThrow } from '../../src/runtime/loading/place-of-throw.ts'
import { loadExperiment, pickExperiment } from '../../src/runtime/loading/load-experiment.ts'
import { readImportGraph } from '../../src/snapshot/import-graph.ts'

const experiment = (): ExperimentHandle => new ExperimentHandle(specify(import.meta, { run() {} }))
const [a, b, c] = [experiment(), experiment(), experiment()]
const refused = (code: string, details: object = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-loading-')))

function write(name: string, text: string): string {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

const load = async (file: string): ReturnType<typeof loadExperiment> =>
  await loadExperiment({ file, name: null, graph: readImportGraph({ entry: file }) }, folder)

describe('the experiment of a module', () => {
  const found: readonly (readonly [string, object, string | null, object, string | null])[] = [
    ['is the default export', { experiment: a, default: b, other: c }, null, b, null],
    ['is the one named `experiment`', { other: a, experiment: b }, null, b, null],
    ['is the only one', { n: 1, none: null, other: a, f() {} }, null, a, null],
    ['is the one asked for', { experiment: a, other: b }, 'other', b, 'other'],
    ['is the primary one by its name, too', { experiment: a, other: b }, 'experiment', a, null],
    ['is the primary one by another name of it', { default: a, other: a }, 'other', a, null],
    ['is module.exports itself', { default: a, 'module.exports': a }, null, a, null],
    ['is on module.exports', { default: { one: a, n: 1 }, 'module.exports': {} }, null, a, null],
    ['is on module.exports by name', { default: { one: a, two: b } }, 'two', b, 'two'],
    ['is named `experiment` on module.exports', { default: { one: a, experiment: b } }, null, b, null],
  ]
  test.each(found)('%s', (_, module, name, picked, exportName) => {
    expect(pickExperiment(module, name, 'x.ts')).toEqual({ experiment: picked, exportName })
  })

  test('is asked for, with EXPERIMENT_AMBIGUOUS, where there are several', () => {
    expect(() => pickExperiment({ a, b, n: 1 }, null, 'x.ts')).toThrow(refused('EXPERIMENT_AMBIGUOUS', { names: ['a', 'b'] }))
  })

  test('is unknown, with EXPERIMENT_NAME_UNKNOWN, where none has the name', () => {
    const unknown = refused('EXPERIMENT_NAME_UNKNOWN', { name: 'acurate', suggestion: 'accurate' })
    expect(() => pickExperiment({ accurate: a, fast: b }, 'acurate', 'x.ts')).toThrow(unknown)
    expect(() => pickExperiment({ n: 1 }, 'n', 'x.ts')).toThrow(refused('EXPERIMENT_NAME_UNKNOWN', { names: [] }))
  })
})

describe('loading a file', () => {
  test('gives its experiment', async () => {
    const index = pathToFileURL(join(import.meta.dirname, '../../src/index.ts')).href
    const file = write(
      'fine.mjs',
      `import { defineExperiment } from ${JSON.stringify(index)}\nexport default defineExperiment(import.meta, { run() {} })`,
    )
    const loaded = await load(file)
    expect(loaded.exportName).toBeNull()
    expect(loaded.experiment.specification.location.file).toBe(file)
  })

  test('throws LOAD_FAILED with the error as cause, and names the file as one would from the working directory', async () => {
    const file = write('sub/throws.mjs', "throw new RangeError('no') // before it exports what runlab takes")
    const error: any = await load(file).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'LOAD_FAILED', details: { file: 'sub/throws.mjs' }, cause: { message: 'no' } })
    expect(error.message).toMatch(/^sub\/throws\.mjs could not be loaded: RangeError: no/)
  })
})

describe('a file without an experiment is EXPERIMENT_NONE', () => {
  const executed: string[] = []
  Object.assign(globalThis, { executed })
  afterAll(() => Reflect.deleteProperty(globalThis, 'executed'))
  const INDEX = JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/index.ts')).href)
  const NOTE = 'globalThis.executed.push(import.meta.filename ?? 1)\n'
  const said = async (name: string, text: string): Promise<readonly [message: string, hint: string | null]> => {
    const error: any = await load(write(name, text)).catch((thrown: unknown) => thrown)
    expect(error.code).toBe('EXPERIMENT_NONE')
    return [error.message, error.hint]
  }
  const ESM = 'Write: export const experiment = defineExperiment(import.meta, { … })'
  const CJS = 'Write: module.exports = defineExperiment(module, { … })'
  write('node_modules/lab/package.json', '{ "main": "./index.cjs", "peerDependencies": { "runlab": "1" } }')
  write('node_modules/lab/index.cjs', 'exports.n = 1\n')
  write('node_modules/maths/package.json', '{ "main": "./index.cjs" }')
  write('node_modules/maths/index.cjs', 'exports.n = 1\n')
  write('lib/helper.mjs', 'export const help = 1\n')

  test('and is not executed where nothing in it uses runlab', async () => {
    const imports = "import 'node:fs'\nimport 'maths'\nimport { help } from './lib/helper.mjs'\n"
    const text = 'exports no experiment: neither it nor what it imports uses runlab. It was not executed.'
    expect(await said('script.mjs', `${imports}${NOTE}export const n = help\n`)).toEqual([`script.mjs ${text}`, ESM])
    expect(await said('script.cjs', 'globalThis.executed.push(1)\nexports.n = 1\n')).toEqual([`script.cjs ${text}`, CJS])
    expect(executed).toEqual([])
  })

  test('and is not executed where it exports nothing', async () => {
    const text = `import { defineExperiment } from ${INDEX}\n${NOTE}const experiment = defineExperiment(import.meta, { run() {} })\n`
    expect(await said('forgotten.mjs', text)).toEqual([
      'forgotten.mjs exports no experiment.',
      `The one in line 3 is not exported. ${ESM}`,
    ])
    expect(executed).toEqual([])
  })

  test('and is told what CommonJS exports', async () => {
    const text =
      "const n = 1\nconst one = defineExperiment(module, {})\nfunction defineExperiment() {}\nexports.help = 'of runlab'\n"
    expect(await said('forgotten.cjs', text)).toEqual([
      'forgotten.cjs exports no experiment (it exports help).',
      `The one in line 2 is not exported. ${CJS}`,
    ])
  })

  test('and is executed where a package could define it', async () => {
    const [message] = await said('packaged.mjs', `import { n } from 'lab'\n${NOTE}export const one = n\n`)
    expect(message).toBe('packaged.mjs exports no experiment (it exports one).')
    expect(executed).toHaveLength(1)
  })
})

test('what cannot be shown of a thrown error is left out', () => {
  const file = write('thrown.ts', 'throw 1\n')
  const thrown = (stack: unknown): Error => Object.assign(new Error('no'), { stack })
  expect(frameOfThrow(thrown(`Error: no\n    at run (${file}:1:1)`))).toBe('> 1 | throw 1\n    | ^\n  2 |')
  for (const value of [thrown(5), thrown(`Error\n    at run (${folder}:1:1)`), thrown(undefined), 'text', null])
    expect(frameOfThrow(value)).toBeNull()
})

describe('what is said of an error while loading', () => {
  const withStack = (error: Error, stack: string): Error => Object.assign(error, { stack: `${error}\n${stack}` })
  const text = 'one\ntwo\n  three()\nfour\nfive\nsix\n'

  test('names the first place of the stack that is the code of the user', async () => {
    const file = write('user code.mjs', text)
    const library = write('node_modules/library/index.js', text)
    const stack = [
      '    at Array.map (<anonymous>)',
      '    at node:internal/modules/run_main:123:5',
      `    at describeLoadError (${join(import.meta.dirname, '../../src/runtime/loading/load-error.ts')}:1:1)`,
      `    at inner (${library}:1:1)`,
      '    at gone (/no/such/file.js:1:1)',
      `    at async ${pathToFileURL(file).href}:3:3`,
      `    at other (${file}:1:1)`,
    ]
    const { reason, frame } = await describeLoadError(withStack(new TypeError('bad\nworse'), stack.join('\n')), folder)
    expect(reason).toBe('TypeError: bad (user code.mjs:3:3)')
    expect(frame).toBe('  1 | one\n  2 | two\n> 3 |   three()\n    |   ^\n  4 | four\n  5 | five')
  })

  test('has no place where the stack tells none', async () => {
    expect(await describeLoadError(withStack(new Error('bad'), ''), folder)).toEqual({ reason: 'Error: bad', frame: null })
    expect(await describeLoadError(Object.assign(new Error('bad'), { stack: undefined }), folder)).toMatchObject({ frame: null })
  })

  test.each([
    ['a text', "it threw 'a text'"],
    [undefined, 'it threw undefined'],
    [null, 'it threw null'],
    [Object.create(null), 'it threw [Object: null prototype] {}'],
    [Symbol('s'), 'it threw Symbol(s)'],
    [{ a: 1 }, 'it threw { a: 1 }'],
  ])('tells what was thrown that is no error: %o', async (thrown, reason) => {
    expect(await describeLoadError(thrown, folder)).toEqual({ reason, frame: null })
  })

  test('gives the hint of an error of runlab', async () => {
    const error = runlabError('DEFINITION_KEY_UNKNOWN', { key: 'rum', suggestion: 'run', known: ['run'] })
    const { reason } = await describeLoadError(error, folder)
    expect(reason).toMatch(/^The experiment's definition has a key "rum" .* Did you mean run\?/)
  })

  test('shows a path outside of the working directory in full', async () => {
    const file = write('outside.mjs', text)
    const { reason } = await describeLoadError(withStack(new Error('bad'), `    at ${file}:1:1`), join(folder, 'deeper'))
    expect(reason).toBe(`Error: bad (${file}:1:1)`)
  })

  test('finds the import that names a missing module, also where its importer is given as a URL', async () => {
    const file = write('imports.mjs', "import a from 'pack'\nimport b from './b.mjs'\nimport c from 'pack/part'\n")
    const missing = async (message: string): Promise<string> =>
      (await describeLoadError(withStack(new Error(message), ''), folder)).reason
    expect(await missing(`Cannot find package 'pack' imported from ${file}`)).toMatch(/\(imports\.mjs:1:15\)$/)
    expect(await missing(`Cannot find module '${join(folder, 'b.mjs')}' imported from ${pathToFileURL(file).href}`)).toMatch(
      /\(imports\.mjs:2:15\)$/,
    )
    expect(await missing(`Cannot find module './b.mjs'\nRequire stack:\n- ${file}\n- /main.js`)).toMatch(/\(imports\.mjs:2:15\)$/)
    expect(await missing("Cannot find module 'pack' imported from /no/such/file.mjs")).not.toMatch(/:\d+:\d+\)/)
  })
})
