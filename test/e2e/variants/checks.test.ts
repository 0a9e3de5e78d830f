import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each } from '../running/runs.ts'

const FILES = {
  'package.json': '{ "name": "checked", "type": "module" }\n',
  'exp.ts': `/** Draws words. */
import { defineExperiment, param } from 'runlab'
console.log('loading')
export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Words drawn for each text. */
    numWords: param.integer(10, { min: 1, unit: 'words' }),
    label: 'x',
    when: new Date(0),
    optimizer: param.choice(['adam', 'sgd']),
    data: param.path('./exp.ts'),
    key: param.secret({ env: 'NOWHERE_SET' }),
    rate: 0.5,
  },
  run() {},
})
`,
  'open.mixin.ts': `import { createServer } from 'node:http'
import { defineMixin, param } from 'runlab'
createServer().listen(0)
setInterval(() => {}, 1000)
export const open = defineMixin(import.meta, {
  parameters: {
    /** Where it listens. */
    port: param.integer(0, { max: 65535 }),
  },
})
export const other = defineMixin(import.meta, {})
`,
  'lib.ts': 'export const nothing = 1\n',
  'abstract.ts': `import { abstract, defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { hooks: { score: abstract<() => number>() }, run() {} })
`,
  'hidden.ts': `import { defineExperiment } from 'runlab'
export const one = defineExperiment(import.meta, { parameters: { grace: 3, seed: 1, dryRun: false }, run() {} })
export const two = defineExperiment(import.meta, { run() {} })
`,
  'throws.ts': "const value = 1\nthrow new RangeError(`no ${value}`)\nexport * from 'runlab'\n",
  'syntax.ts': 'export const x = (\n',
  'exits.ts': "import { exit } from 'node:process'\nif (process.argv.length > 0) exit(0)\nexport * from 'runlab'\n",
  'exits-late.ts': 'setTimeout(() => process.exit(0))\nawait new Promise((settle) => setTimeout(settle, 2 ** 30))\n',
  'never.ts': 'await new Promise(() => {})\n',
  'good.yml': 'extend: ./exp.ts\ninclude: ./open.mixin.ts#open\nparameters:\n  numWords: 3\n  port: 80\n',
  'bad.yml': `extend: ./mid.yml
include: [./nothing.ts, ./lib.ts, ./open.mixin.ts]
nme: x
seed: 1.5
namespace: ../x
seed: 2
parameters:
  rate: \${RATE}
  optimizer: sdg
  when: yesterday
  label: 5
  numwords: 3
  numWords: many
  data: ./nowhere.txt
`,
  'mid.yml': `extend: ./exp.ts
color: red
parameters:
  numWords: many
  label: 6
  lable: 3
  rate: [1]
`,
  'types.yml': 'extend: ./exp.ts\nparameters:\n  optimizer: sdg\n  label: 5\n  numWords: many\n',
  'mixed.yml': 'extend: ./exp.ts\nparameters:\n  numWords: many\ncolor: red\n',
  'of-nothing.yml': 'extend: ./gone.ts\ninclude: ./lib.ts\nnamespace: ..\nparameters:\n  anything: 1\n',
  'of-throwing.yml': 'colour: red\nextend: ./throws.ts\n',
  'of-abstract.yml': 'name: x\nextend: ./abstract.ts\n',
  'of-exits.yml': 'extend: ./exits.ts\n',
  'over/one.yml': 'extend: ../of-throwing.yml\n',
  'over/two.yml': 'extend: ../of-throwing.yml\n',
  'circle.yml': 'extend: ./circle2.yml\n',
  'circle2.yml': 'extend: ./circle.yml\n',
}

const project = new Project(FILES)
const runlab = async (...args: readonly string[]): Promise<Outcome> =>
  await project.spawn(process.execPath, [BIN, ...args], { RAET: '1' })

const COMMANDS = {
  right: ['check', 'exp.ts', 'good.yml', 'open.mixin.ts'],
  strict: ['check', '--strict', 'good.yml'],
  wrong: ['check', 'bad.yml'],
  json: ['check', '--json', 'mixed.yml', 'good.yml'],
  files: ['check', 'throws.ts', 'syntax.ts', 'exits.ts', 'never.ts', 'lib.ts', 'goood.yml', 'exp.ts#experimnt', 'hidden.ts#two'],
  configs: ['check', 'of-nothing.yml', 'of-throwing.yml', 'of-abstract.yml', 'of-exits.yml', 'circle.yml'],
  shared: ['check', 'over/one.yml', 'over/two.yml', 'over'],
  warned: ['check', '--json', 'abstract.ts', 'hidden.ts'],
  killed: ['check', '--json', 'lib.ts', 'exits-late.ts', 'good.yml'],
  none: ['check'],
  types: ['run', 'types.yml', '--key', 'k'],
  mixed: ['run', 'mixed.yml', '--key', 'k', '--num-words', '3'],
  replaced: ['run', 'types.yml', '--key', 'k', '--num-words', '3', '--label=5', '--optimizer', 'sgd', '--quiet', '--no-system'],
  exits: ['run', 'exits.ts'],
  open: ['run', 'good.yml', '--nope', '3'],
  schema: ['schema'],
  own: ['schema', 'good.yml'],
  ofScript: ['schema', 'exp.ts'],
  ofNothing: ['schema', 'exo.ts'],
} as const
type Name = keyof typeof COMMANDS

let outcomes: ReadonlyMap<Name, Outcome>
beforeAll(async () => {
  outcomes = await each(Object.keys(COMMANDS) as Name[], async (name) => await runlab(...COMMANDS[name]))
})
const of = (name: Name): Outcome => outcomes.get(name) ?? { code: null, stdout: '', stderr: '' }
/** The lines that say what is wrong, without frames and hints. */
const said = (text: string): string[] => text.split('\n').filter((line) => /^(?:error|warning|ok)\b/.test(line))

describe('runlab check', () => {
  test('says what is right, and ends although a module has left a server and a timer open', () => {
    const { code, stdout, stderr } = of('right')
    expect(code).toBe(0)
    expect(stderr).toBe('loading\n')
    expect(stdout).toBe(`warning: exp.ts: Parameter "key" has no value.
       Set the environment variable NOWHERE_SET, or give --key.
warning: good.yml: Parameter "key" has no value.
       Set the environment variable NOWHERE_SET, or give --key.
ok     open.mixin.ts  2 mixins
3 files, 0 errors, 2 warnings
`)
    expect(of('strict').code).toBe(1)
  })

  test('says everything that is wrong in a chain at once, from the top of each file', () => {
    const { code, stdout } = of('wrong')
    expect(code).toBe(1)
    expect(said(stdout)).toEqual([
      `error: bad.yml:2:11: There is no file ./nothing.ts (looked at ${project.path('nothing.ts')}).`,
      'error: bad.yml:2:25: lib.ts exports no mixin.', // MIXIN_NOT_FOUND
      'error: bad.yml:2:35: open.mixin.ts exports several mixins: open, other.',
      'error: bad.yml:3:1: A config has no key "nme".',
      'error: bad.yml:4:7: "seed" cannot be 1.5: expected a whole number from 0 to 9007199254740991.',
      'error: bad.yml:5:12: The namespace "../x" cannot be used: ".." names no file.',
      'error: bad.yml:6:1: The key "seed" stands here again: line 4 has it already.',
      'error: bad.yml:8:9: The environment variable RATE is not set.',
      'error: bad.yml:9:14: Parameter "optimizer" cannot be "sdg": expected one of adam, sgd.',
      'error: bad.yml:10:9: Parameter "when" cannot be "yesterday": expected a date such as 2026-11-23 or 2026-11-23T15:24:12Z.',
      'error: bad.yml:11:10: Parameter "label" cannot be 5: expected a string.',
      'error: bad.yml:12:3: There is no parameter "numwords".',
      'error: bad.yml:13:13: Parameter "numWords" cannot be "many": expected an integer ≥ 1.',
      `error: bad.yml:14:9: Parameter "data" cannot be "./nowhere.txt": expected an existing path (there is no ${project.path('nowhere.txt')}).`,
      'error: mid.yml:2:1: A config has no key "color".',
      'error: mid.yml:6:3: There is no parameter "lable".',
      'error: mid.yml:7:9: Parameter "rate" cannot be [1]: expected a number.',
      'warning: bad.yml: Parameter "key" has no value.',
    ])
    expect(stdout).toContain(`error: bad.yml:3:1: A config has no key "nme".
         1 | extend: ./mid.yml
         2 | include: [./nothing.ts, ./lib.ts, ./open.mixin.ts]
       > 3 | nme: x
           | ^
         4 | seed: 1.5
         5 | namespace: ../x
       Did you mean name?
`)
    for (const hint of ['mean RAET?', 'mean sgd?', 'mean numWords?', 'mean label?', 'which: open.mixin.ts#open'])
      expect(stdout).toContain(hint)
    expect(stdout).toMatch(/\n1 file, 17 errors, 1 warning\n$/)
  })

  test('gives JSON, and what code prints goes elsewhere', () => {
    const { code, stdout, stderr } = of('json')
    expect([code, stderr]).toEqual([1, 'loading\n'])
    const unset = {
      severity: 'warning',
      code: 'PARAMETER_MISSING',
      message: 'Parameter "key" has no value.',
      hint: 'Set the environment variable NOWHERE_SET, or give --key.',
      file: null,
      line: null,
      column: null,
      frame: null,
    }
    expect(JSON.parse(stdout)).toEqual([
      {
        file: 'mixed.yml',
        kind: 'config',
        holds: 'exp.ts',
        problems: [
          {
            severity: 'error',
            code: 'PARAMETER_INVALID',
            message: 'Parameter "numWords" cannot be "many": expected an integer ≥ 1.',
            hint: null,
            file: project.path('mixed.yml'),
            line: 3,
            column: 13,
            frame: expect.stringContaining('> 3 |   numWords: many\n    |             ^'),
          },
          expect.objectContaining({ code: 'CONFIG_KEY_UNKNOWN', file: project.path('mixed.yml'), line: 4, column: 1 }),
          unset,
        ],
      },
      { file: 'good.yml', kind: 'config', holds: 'exp.ts', problems: [unset] },
    ])
  })

  test('goes on behind files that cannot be loaded, or end the process', () => {
    const { code, stdout } = of('files')
    expect(code).toBe(1)
    expect(said(stdout)).toEqual([
      'error: throws.ts could not be loaded: RangeError: no 1 (throws.ts:2:7)',
      'error: syntax.ts could not be loaded: syntax error: Expected `)` but found `EOF` (syntax.ts:2:1)',
      'error: exits.ts could not be loaded: it calls process.exit(0) (exits.ts:2:30)',
      'error: never.ts could not be loaded: it awaits something at its top level that can never happen: nothing is left that could settle it',
      'error: lib.ts exports no experiment (it exports nothing).',
      'error: There is no file goood.yml.',
      'error: exp.ts#experimnt: exp.ts exports no experiment "experimnt".',
      'ok     hidden.ts#two  experiment',
    ])
    expect(stdout).toContain('Did you mean good.yml?')
    expect(stdout).toContain('Did you mean experiment?')
  })

  test('says what it can of a config whose experiment cannot be loaded, or lacks something', () => {
    const { code, stdout } = of('configs')
    expect(code).toBe(1)
    expect(said(stdout)).toEqual([
      `error: of-nothing.yml:1:9: There is no file ./gone.ts (looked at ${project.path('gone.ts')}).`,
      'error: of-nothing.yml:2:10: lib.ts exports no mixin.',
      'error: of-nothing.yml:3:12: The namespace ".." cannot be used: ".." names no file.',
      'error: of-throwing.yml:1:1: A config has no key "colour".',
      'error: of-throwing.yml:2:9: throws.ts could not be loaded: RangeError: no 1 (throws.ts:2:7)',
      'error: of-abstract.yml:2:9: "score" is a hook without an implementation: the experiment abstract.ts leaves that to what is derived from it.',
      'error: of-exits.yml:1:9: exits.ts could not be loaded: it calls process.exit(0) (exits.ts:2:30)',
      'error: circle2.yml:1:9: Configs extend one another in a circle: circle.yml → circle2.yml → circle.yml.',
    ])
  })

  test('says once what is wrong in a config that several extend', () => {
    const { code, stdout } = of('shared')
    expect(code).toBe(1)
    expect(said(stdout)).toEqual([
      'error: of-throwing.yml:1:1: A config has no key "colour".',
      'error: of-throwing.yml:2:9: throws.ts could not be loaded: RangeError: no 1 (throws.ts:2:7)',
      'error: over is a folder.',
    ])
    expect(stdout.match(/This is in over\/two\.yml, too\./g)).toHaveLength(2)
    expect(stdout).toContain('Name files in it: over/*.yml')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('3 files, 5 errors, 0 warnings')
  })

  test('warns of what is no error everywhere', () => {
    const { code, stdout } = of('warned')
    expect(code).toBe(0)
    const found = JSON.parse(stdout).map(({ file, holds, problems }: any) => [
      file,
      holds,
      ...problems.map((one: any) => [one.severity, one.code, one.message.slice(0, 25)]),
    ])
    expect(found).toEqual([
      ['abstract.ts', 'experiment', ['warning', 'HOOK_ABSTRACT', '"score" is a hook without']],
      [
        'hidden.ts',
        '2 experiments',
        ['warning', 'PARAMETER_HIDDEN', 'The parameter "grace" has'],
        ['warning', 'PARAMETER_HIDDEN', 'The parameter "dryRun" ha'],
      ],
    ])
  })

  test('does not end well where a file ends its process all the same', () => {
    const { code, stdout, stderr } = of('killed')
    expect(code).toBe(1) // CHECK_ENDED
    expect(stdout).toBe('')
    expect(stderr).toContain('error: The process was ended while exits-late.ts was checked, and nothing more was.\n')
  })

  test('wants files', () => {
    expect(of('none')).toMatchObject({ code: 2, stderr: expect.stringContaining("Missing required argument 'files'.") })
  })
})

describe('runlab run', () => {
  test('says which values are wrong, from the top of the file', () => {
    const { code, stderr } = of('types')
    expect(code).toBe(2)
    expect(said(stderr).map((line) => line.slice(7, 44))).toEqual([
      'types.yml:3:14: Parameter "optimizer"',
      'types.yml:4:10: Parameter "label" can',
      'types.yml:5:13: Parameter "numWords" ',
    ])
  })

  test('unless the command line replaces them', () => {
    expect(of('replaced')).toMatchObject({ code: 0, stderr: '' })
  })

  test('says them along with what else is wrong with a config', () => {
    const { code, stderr } = of('mixed') // CONFIG_INVALID
    expect(code).toBe(2)
    expect(said(stderr)).toEqual([
      'error: mixed.yml:3:13: Parameter "numWords" cannot be "many": expected an integer ≥ 1.',
      'error: mixed.yml:4:1: A config has no key "color".',
    ])
  })

  test('refuses a file that ends the process while it is loaded', () => {
    expect(of('exits').code).toBe(2)
    expect(of('exits').stderr).toContain('exits.ts could not be loaded: it calls process.exit(0) (exits.ts:2:30)')
  })

  test('ends when it refuses, whatever a module has left open', () => {
    expect(of('open')).toMatchObject({ code: 2, stderr: expect.stringContaining('Unknown flag --nope.') })
  })
})

describe('runlab schema', () => {
  const validate = (name: Name): ((config: unknown) => boolean) =>
    new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(of(name).stdout))

  test('describes all configs', () => {
    const isRight = validate('schema')
    expect(isRight({ extend: './x.ts', include: ['./m.ts#a'], parameters: { any: [1] }, seed: 3 })).toBe(true)
    expect(isRight({ extend: './x.ts', parametrs: {} })).toBe(false)
    expect(isRight({ parameters: {} })).toBe(false)
    expect(isRight({ extend: './x.md' })).toBe(false)
  })

  test('describes those of an experiment, with what its comments say', () => {
    expect(of('ofScript')).toMatchObject({ code: 0, stderr: 'loading\n' })
    const { numWords, optimizer, label, port } = JSON.parse(of('ofScript').stdout).properties.parameters.properties
    expect(numWords.description).toBe('Words drawn for each text. (integer ≥ 1, in words)')
    expect([JSON.stringify(optimizer), label.default, port]).toEqual([expect.stringContaining('"sgd"'), 'x', undefined])
    const isRight = validate('ofScript')
    const right = { numWords: 3, when: '2026-11-23', optimizer: 'sgd', label: '${X}', rate: '${R:-1}', data: './a' }
    expect(isRight({ extend: './exp.ts', parameters: right })).toBe(true)
    for (const wrong of [{ numWords: 0 }, { numWords: 'many' }, { optimizer: 'sdg' }, { label: 5 }, { nope: 1 }]) {
      expect([wrong, isRight({ extend: './exp.ts', parameters: wrong })]).toEqual([wrong, false])
    }
  })

  test('takes a config, of which it knows the mixins', () => {
    const { numWords, port } = JSON.parse(of('own').stdout).properties.parameters.properties
    expect(port.description).toBe('Where it listens. (integer ≤ 65535)')
    expect(numWords.description).toContain('Words drawn')
  })

  test('says where a file is missing', () => {
    expect(of('ofNothing')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: There is no file exo.ts.\n       Did you mean exp.ts?\n',
    })
  })
})
