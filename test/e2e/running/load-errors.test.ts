import { rmSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each, entries } from './runs.ts'

const HEAD = "import { defineExperiment } from 'runlab'\n"
const TAIL = '\nexport const experiment = defineExperiment(import.meta, { run() {} })\n'
const REQUIRE = "const { defineExperiment } = require('runlab')\n"
const EXPORTS = '\nmodule.exports = defineExperiment(module, { run() {} })\n'

const esm = (line: string): string => `${HEAD}${line}${TAIL}`
const cjs = (line: string): string => `${REQUIRE}${line}${EXPORTS}`
const defined = (definition: string): string =>
  `${HEAD}\nexport const experiment = defineExperiment(import.meta, ${definition})\n`

/** What is wrong with a file: the text, the reason, and the place with the line that the frame marks. */
type Case = readonly [text: string, reason: string, place: string, line: string]

const FILES: Readonly<Record<string, Case>> = {
  'syntax.ts': [esm('const a: number = = 1'), 'syntax error: Unexpected token', 'syntax.ts:2:19', 'const a: number = = 1'],
  'syntax.mjs': [esm('const a = = 1'), 'syntax error: Unexpected token', 'syntax.mjs:2:11', 'const a = = 1'],
  'syntax.cjs': [cjs('const a = = 1'), 'syntax error: Unexpected token', 'syntax.cjs:2:11', 'const a = = 1'],
  'syntax-below.ts': [
    esm("import './lib/broken.ts'"),
    'syntax error: Unexpected token',
    'lib/broken.ts:2:24',
    'const broken: number = ;',
  ],
  'missing-file.ts': [
    esm("import { a } from './nope.ts'\nexport const used = a"),
    "Error: Cannot find module '/PROJECT/nope.ts' imported from /PROJECT/missing-file.ts",
    'missing-file.ts:2:19',
    "import { a } from './nope.ts'",
  ],
  'missing-file.mjs': [
    esm("import './nope.mjs'"),
    "Error: Cannot find module '/PROJECT/nope.mjs' imported from /PROJECT/missing-file.mjs",
    'missing-file.mjs:2:8',
    "import './nope.mjs'",
  ],
  'missing-file.cjs': [
    cjs("require('./nope.cjs')"),
    "Error: Cannot find module './nope.cjs'",
    'missing-file.cjs:2:9',
    "require('./nope.cjs')",
  ],
  'missing-below.ts': [
    esm("import './lib/wants-file.ts'"),
    "Error: Cannot find module '/PROJECT/lib/nope.ts' imported from /PROJECT/lib/wants-file.ts",
    'lib/wants-file.ts:2:8',
    "import './nope.ts'",
  ],
  'missing-package.ts': [
    esm("import 'no-such-package'"),
    "Error: Cannot find package 'no-such-package' imported from /PROJECT/missing-package.ts",
    'missing-package.ts:2:8',
    "import 'no-such-package'",
  ],
  'missing-package.mjs': [
    esm("import x from 'no-such-package/part'"),
    "Error: Cannot find package 'no-such-package' imported from /PROJECT/missing-package.mjs",
    'missing-package.mjs:2:15',
    "import x from 'no-such-package/part'",
  ],
  'missing-package.cjs': [
    cjs("require('no-such-package')"),
    "Error: Cannot find module 'no-such-package'",
    'missing-package.cjs:2:9',
    "require('no-such-package')",
  ],
  'missing-export.ts': [
    esm("import { nope } from './lib/fine.ts'\nexport const a = nope"),
    "SyntaxError: The requested module './lib/fine.ts' does not provide an export named 'nope'",
    'missing-export.ts:2:10',
    "import { nope } from './lib/fine.ts'",
  ],
  'missing-export.mjs': [
    esm("import { nope } from './lib/fine.ts'"),
    "SyntaxError: The requested module './lib/fine.ts' does not provide an export named 'nope'",
    'missing-export.mjs:2:10',
    "import { nope } from './lib/fine.ts'",
  ],
  'throws.ts': [
    esm('type T = number\ninterface I { a: T }\nfunction f(): never {\n  throw new RangeError("too\\nmany")\n}\nf()'),
    'RangeError: too',
    'throws.ts:5:9',
    'throw new RangeError("too\\nmany")',
  ],
  'throws.mjs': [esm('null.x'), 'TypeError: Cannot read properties of null', 'throws.mjs:2:6', 'null.x'],
  'throws.cjs': [cjs('null.x'), 'TypeError: Cannot read properties of null', 'throws.cjs:2:6', 'null.x'],
  'throws-below.ts': [esm("import './lib/throws.ts'"), 'Error: below', 'lib/throws.ts:4:7', "throw new Error('below')"],
  'throws-later.ts': [
    esm('await null\nthrow new Error("later")'),
    'Error: later',
    'throws-later.ts:3:7',
    'throw new Error("later")',
  ],
  'throws-text.ts': [esm("throw 'only a text'"), "it threw 'only a text'", '', ''],
  'throws-nothing.cjs': [cjs('throw undefined'), 'it threw undefined', '', ''],
  'never.ts': [esm('await new Promise(() => {})'), 'it awaits something at its top level that can never happen', '', ''],
  'no-runlab-export.ts': [
    "import { defineExperimnt } from 'runlab'\nexport const experiment = defineExperimnt(import.meta, {})\n",
    "SyntaxError: The requested module 'runlab' does not provide an export named 'defineExperimnt'",
    'no-runlab-export.ts:1:10',
    "import { defineExperimnt } from 'runlab'",
  ],
  'no-run.ts': [
    defined('{ parameters: {} }'),
    "The experiment's definition is wrong: it has no `run`. Write: async run(e) { … }",
    'no-run.ts:3:27',
    'export const experiment = defineExperiment(import.meta, { parameters: {} })',
  ],
  'unknown-key.ts': [
    defined('{ paramters: {}, run() {} }'),
    'The experiment\'s definition has a key "paramters" that runlab does not know. Did you mean parameters?',
    'unknown-key.ts:3:59',
    'export const experiment = defineExperiment(import.meta, { paramters: {}, run() {} })',
  ],
  'unknown-hook.mjs': [
    defined('{ implement: { beforRun() {} }, run() {} }'),
    'The experiment has no hook "beforRun". Did you mean beforeRun?',
    'unknown-hook.mjs:3:72',
    'export const experiment = defineExperiment(import.meta, { implement: { beforRun() {} }, run() {} })',
  ],
  'bad-override.ts': [
    `${HEAD}const base = defineExperiment(import.meta, { parameters: { rate: 1 }, run() {} })\n` +
      `export const experiment = base.extend(import.meta, {\n  override: {\n    rat: 2,\n  },\n})\n`,
    'There is no parameter "rat". Did you mean rate?',
    'bad-override.ts:5:5',
    'rat: 2,',
  ],
  'bad-default.cjs': [
    `const { defineExperiment, param } = require('runlab')\n\nmodule.exports = defineExperiment(module, {\n` +
      `  parameters: { rate: param.number(2, { max: 1 }) },\n  run() {},\n})\n`,
    `The experiment's definition is wrong: the parameter "rate" has the default 2: expected a number ≤ 1`,
    'bad-default.cjs:4:17',
    'parameters: { rate: param.number(2, { max: 1 }) },',
  ],
}

const project = new Project({
  'package.json': '{ "type": "module" }',
  'lib/fine.ts': 'export const fine: number = 1\n',
  'lib/broken.ts': 'enum A { B }\nconst broken: number = ;\n',
  'lib/wants-file.ts': "// a line\nimport './nope.ts'\n",
  'lib/throws.ts': "enum A {\n  B,\n}\nthrow new Error('below')\n",
  ...Object.fromEntries(Object.entries(FILES).map(([name, [text]]) => [name, text])),
})
const before = entries(project)
let outcomes: Map<string, Outcome>

/** Given to `runlab run`, which prints what it refuses; the others are loaded from code, all in one process. */
const BY_COMMAND = ['syntax.ts', 'missing-file.cjs', 'throws.ts', 'throws-nothing.cjs', 'never.ts', 'unknown-hook.mjs']
const fromCode = Object.keys(FILES).filter((file) => !BY_COMMAND.includes(file))

const LOAD_ALL = `import { loadExperiment } from 'runlab'
const said = {}
for (const file of ${JSON.stringify(fromCode)}) {
  const { code, message } = await loadExperiment(file).catch((error) => error)
  said[file] = { code, message }
}
console.log(JSON.stringify(said))
`

/** What became of a file: its error as the command prints it. */
let said: Readonly<Record<string, string>>

beforeAll(async () => {
  outcomes = await each(BY_COMMAND, async (file) => await project.runlab('run', file))
  project.write('load-all.mjs', LOAD_ALL)
  const { stdout, stderr } = await project.node('--import', 'runlab/register', 'load-all.mjs')
  rmSync(project.path('load-all.mjs'))
  expect(stderr).toBe('')
  const loaded = JSON.parse(stdout) as Record<string, { code: string; message: string }>
  expect(Object.values(loaded).filter(({ code }) => code !== 'LOAD_FAILED')).toEqual([])
  said = {
    ...Object.fromEntries(Object.entries(loaded).map(([file, { message }]) => [file, `error: ${message}\n`])),
    ...Object.fromEntries([...outcomes].map(([file, outcome]) => [file, outcome.stderr])),
  }
})

describe('a file that does not load is refused with LOAD_FAILED', () => {
  test.each(Object.keys(FILES))('saying what is wrong and where: %s', (file) => {
    const [, reason, place, line] = FILES[file]!
    const text = said[file]!
    expect(text).toContain(`error: ${file} could not be loaded: ${reason.replaceAll('/PROJECT', project.folder)}`)
    if (place === '') return
    expect(text).toContain(` (${place})\n\n`)
    const [path = '', row = '', column = ''] = place.split(':')
    expect(project.read(path).split('\n')[Number(row) - 1]).toContain(line)
    const frame = text.split('\n')
    const marked = frame.findIndex((shown) => shown.startsWith('> '))
    expect(frame[marked]).toMatch(new RegExp(`^> ${row} \\| `))
    expect(frame[marked]).toContain(line.slice(0, 90))
    expect(frame[marked + 1]).toBe(`${' '.repeat(row.length + 3)}| ${' '.repeat(Number(column) - 1)}^`)
  })

  test('without a word about runlab itself or its loader', () => {
    for (const text of Object.values(said)) expect(text).not.toMatch(/oxc-node|chunk-|\n\s+at /)
  })

  test.each(BY_COMMAND)('with the exit code 2, on standard error alone: %s', (file) => {
    expect(outcomes.get(file)).toMatchObject({ code: 2, stdout: '' })
  })

  test('before anything is created', () => {
    expect(entries(project)).toEqual(before)
  })
})
