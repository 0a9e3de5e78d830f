import { symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each, onlyData, onlyMeta } from './runs.ts'

const BODY = `{ parameters: { n: 1 }, run: (e) => e.set('n', [e.params.n, helper(), Math.random()]) }`
const ESM = `import { defineExperiment } from 'runlab'
import { helper } from './helper.mjs'
await null
export const experiment = defineExperiment(import.meta, ${BODY})
experiment.runIfMain()
`
const COMMONJS = `const { defineExperiment } = require('runlab')
const { helper } = require('./helper.cjs')
module.exports = defineExperiment(module, ${BODY})
module.exports.runIfMain()
`
const TYPED = `import type { Experiment } from 'runlab'
enum Unused { A }
${ESM}export const unused: number = Unused.A satisfies number
export type Values = typeof experiment extends Experiment<infer V, infer _H> ? V : never
`
const TYPED_COMMONJS = `import runlab = require('runlab')
const { helper } = require('./helper.cjs') as { helper: () => number }
export = runlab.defineExperiment(module, ${BODY})
`
const HELPERS = {
  'helper.mjs': 'export const helper = () => 7\n',
  'helper.cjs': 'exports.helper = () => 7\n',
}
const FILES: Readonly<Record<string, string>> = {
  'module.mjs': ESM,
  'script.js': ESM,
  'typed.ts': TYPED,
  'typed-module.mts': TYPED,
  'common.cjs': COMMONJS,
  'plain.js': COMMONJS,
  'typed-common.cts': TYPED_COMMONJS,
}
/** In a project of ES modules `.js` cannot be CommonJS. */
const isPossible = (type: string, file: string): boolean => !(type === 'module' && file === 'plain.js')

const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  module: { 'package.json': '{ "type": "module" }' },
  commonjs: { 'package.json': '{ "type": "commonjs" }' },
  'no type': { 'package.json': '{ "name": "typeless" }' },
  'no package.json': {},
}

/** Where each file has a process of its own, by `runlab run`. What loads files is the same in the others, where they share one. */
const APART = 'module'

/** Runs each file's experiment, all of them in one process. */
async function runTogether(project: Project, files: readonly string[]): Promise<Map<string, Outcome>> {
  const program = `for (const file of ${JSON.stringify(files)}) {
    const { default: common, experiment = common } = await import('./' + file)
    await experiment.run({ parameters: { n: 5 }, seed: 3 })
  }`
  project.write('together.mjs', program)
  const outcome = await project.node('--import', 'runlab/register', 'together.mjs')
  return new Map(files.map((file) => [file, outcome]))
}

describe.each(Object.keys(TYPES))('in a project of %s', (type) => {
  const project = new Project({ ...TYPES[type], ...HELPERS, ...FILES })
  const files = Object.keys(FILES).filter((file) => isPossible(type, file))
  let outcomes: Map<string, Outcome>

  beforeAll(async () => {
    outcomes = await (type === APART
      ? each(files, async (file) => await project.runlab('run', file, '--n', '5', '--seed', '3', '--quiet'))
      : runTogether(project, files))
  })

  test.each(files)('%s runs', (file) => {
    expect(outcomes.get(file)).toEqual({ code: 0, stdout: '', stderr: '' })
    const namespace = file.slice(0, file.lastIndexOf('.'))
    expect(onlyData(project, namespace)).toEqual({ n: [5, 7, expect.any(Number)] })
    expect(onlyMeta(project, namespace)).toMatchObject({ status: 'done', base_path: project.folder, file })
    const run = project.onlyRun(namespace)
    expect(project.read(`${run}/code/${file}`)).toBe(FILES[file])
    expect(project.read(`${run}/code/helper.${file.includes('common') || file === 'plain.js' ? 'cjs' : 'mjs'}`)).toContain('7')
  })
})

describe('where runlab is not installed', () => {
  const project = new Project({ ...HELPERS, ...FILES }, { linked: false })
  const here = ['typed.ts', 'module.mjs', 'plain.js', 'typed-common.cts']
  let outcomes: Map<string, Outcome>

  beforeAll(async () => {
    outcomes = await each(here, async (file) => await project.runlab('run', file, '--n', '5', '--quiet'))
    const direct = await each(['common.cjs', 'typed-module.mts'], async (file) => await project.node('--import', REGISTER, file))
    outcomes = new Map([...outcomes, ...direct])
  })

  test.each([...here, 'common.cjs', 'typed-module.mts'])('%s runs all the same', (file) => {
    expect(outcomes.get(file)).toMatchObject({ code: 0, stderr: '' })
    expect(onlyMeta(project, file.slice(0, file.lastIndexOf('.')))).toMatchObject({ status: 'done' })
  })
})

describe('TypeScript', () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': `{
      // as it stands in many projects
      "compilerOptions": { "experimentalDecorators": true, "baseUrl": ".", "paths": { "@lib/*": ["./src/lib/*"], "#one": ["src/lib/one.ts"] } },
    }`,
    'src/lib/one.ts': `export enum Color { Red = 'red', Blue = 'blue' }
export const enum Size { Small = 1, Large }
export namespace Space { export const x = 7 }
export const one: number = 1
`,
    'src/worker.ts': `import { parentPort, workerData } from 'node:worker_threads'
import { Color } from '@lib/one.ts'
enum Local { A = 5 }
parentPort!.postMessage([(workerData as number) + Local.A, Color.Red])
`,
    'src/all.ts': `import { Worker } from 'node:worker_threads'
import { defineExperiment, param } from 'runlab'
import { one } from '#one'
import { Color, Size, Space } from '@lib/one.ts'
import { helper } from './helper'
import { compiled } from './compiled.js'

function double(_target: object, _key: string, descriptor: PropertyDescriptor): PropertyDescriptor {
  const original = descriptor.value as () => number
  return { ...descriptor, value(this: Model) { return original.call(this) * 2 } }
}
function sealed(target: Function): void { Object.freeze(target) }

@sealed
class Model {
  constructor(private readonly n: number) {}
  @double
  value(): number { return this.n }
}

export const experiment = defineExperiment(import.meta, {
  parameters: { color: param.choice([Color.Red, Color.Blue]) },
  async run(e) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: 3 })
    const message = await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    e.set('worker', message)
    e.set('decorated', [new Model(4).value(), Object.isFrozen(Model)])
    e.set('enums', [e.params.color, Size.Large, Space.x, one])
    e.set('resolved', [helper(), compiled])
  },
})
experiment.runIfMain()
`,
    'src/helper.ts': 'export const helper = (): string => `without extension`\n',
    'src/compiled.ts': 'export const compiled: string = `as .js`\n',
    'src/standard.ts': `import { defineExperiment } from 'runlab'
const called: unknown[] = []
enum Size { Large = 'large' }

@seen
class Model {
  @logged
  value(): number { return 2 }
  @doubled accessor x: number = 4
}
export const experiment = defineExperiment(import.meta, {
  run: (e) => {
    e.set('called', called); e.set('values', [new Model().value(), new Model().x]); e.set('size', Size.Large)
    throw new RangeError('here')
  },
})
function seen(_value: unknown, { name }: ClassDecoratorContext) { called.push(name) }
function logged(value: unknown, { name }: ClassMethodDecoratorContext) { called.push(name); return value }
function doubled(_value: unknown, { name }: ClassAccessorDecoratorContext) { called.push(name); return { init: (x: number) => 2 * x } }
`,
  })

  test('runs with decorators, enums, namespaces, paths of tsconfig.json, imports as tsc has them, and workers', async () => {
    const [supervised, direct] = await Promise.all([
      project.runlab('run', 'src/all.ts', '--color', 'blue', '--namespace', 'supervised'),
      project.node('--import', 'runlab/register', 'src/all.ts', '--color=blue', '--namespace=direct'),
    ])
    expect(supervised).toMatchObject({ code: 0, stderr: '' })
    expect(direct).toMatchObject({ code: 0, stderr: '' })
    const expected = {
      worker: [8, 'red'],
      decorated: [8, true],
      enums: ['blue', 2, 7, 1],
      resolved: ['without extension', 'as .js'],
    }
    for (const namespace of ['supervised', 'direct']) {
      expect(onlyData(project, namespace)).toEqual(expected)
      const code = `${project.onlyRun(namespace)}/code`
      for (const file of ['src/all.ts', 'src/lib/one.ts', 'src/worker.ts', 'src/helper.ts', 'src/compiled.ts', 'tsconfig.json'])
        expect(project.read(`${code}/${file}`), file).toBe(project.read(file))
    }
  })

  describe('with the decorators of the standard', () => {
    const run = async (): Promise<Outcome> => {
      project.write('src/tsconfig.json', '{ "compilerOptions": { "target": "es2023" } }')
      return await project.runlab('run', 'src/standard.ts')
    }

    test('is refused without esbuild, and says where the first one is', async () => {
      const { code, stderr } = await run()
      expect(code).toBe(2)
      expect(stderr).toContain('error: src/standard.ts could not be loaded: Error: decorators need esbuild in the project')
      expect(stderr).toContain('"experimentalDecorators": true')
      expect(stderr).toContain('(src/standard.ts:5:1)')
      expect(project.runs('src/standard')).toEqual([])
    })

    test('runs where the project has esbuild, and errors name its lines', async () => {
      symlinkSync(fileURLToPath(new URL('../../../node_modules/esbuild', import.meta.url)), project.path('node_modules/esbuild'))
      const { code, stderr } = await run()
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('src/standard.ts:14') })
      expect(onlyData(project, 'src/standard')).toEqual({ called: ['value', 'x', 'Model'], values: [2, 8], size: 'large' })
      expect(stderr).not.toContain('esbuild')
    })
  })
})
