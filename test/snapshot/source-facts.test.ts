import { describe, expect, test } from 'vitest'
import { readSourceFacts } from '../../src/snapshot/source-facts.ts'
import type { ExperimentFacts } from '../../src/snapshot/source-facts.ts'

/** The facts of the only experiment in a text. */
async function only(text: string, file = 'a.ts'): Promise<ExperimentFacts> {
  const { experiments } = await readSourceFacts(file, text)
  expect(experiments).toHaveLength(1)
  return experiments[0] as ExperimentFacts
}

/** The comments of parameters that are written so. */
const docsOf = async (parameters: string, before = ''): Promise<unknown> =>
  (await only(`${before}\ndefineExperiment(import.meta, { parameters: ${parameters}, run() {} })`)).parameters

const QUICKSTART = `#!/usr/bin/env node
/**
 * Samples words and studies
 * the length of the texts they make.
 */
import { defineExperiment, param } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Words drawn for each text. */
    numWords: 50,
    repetitions: 10, // how often
    /**
     * Where the words come from.
     *
     * One word a line.
     * @default ./words.txt
     */
    dataset: param.path('./words.txt'),
    plain: 1,
  },
  derived: {
    /** Words in all. */
    draws: (p) => p.numWords * p.repetitions,
  },
  hooks: {
    /** May drop words. */
    filterWords(e, words) {
      return words
    },
    silent: () => {},
  },
  async run(e) {},
})
experiment.runIfMain()
`

test('descriptions of a file, its parameters and hooks are read', async () => {
  expect(await readSourceFacts('quickstart.ts', QUICKSTART)).toEqual({
    fileDescription: 'Samples words and studies the length of the texts they make.',
    experiments: [
      {
        exportNames: ['experiment'],
        description: 'Samples words and studies the length of the texts they make.',
        parameters: {
          numWords: 'Words drawn for each text.',
          repetitions: 'how often',
          dataset: 'Where the words come from.\n\nOne word a line.',
          draws: 'Words in all.',
        },
        hooks: { filterWords: 'May drop words.' },
        parameterNames: ['numWords', 'repetitions', 'dataset', 'plain'],
        call: 'defineExperiment',
        line: 8,
        find: expect.any(Function),
        lineOf: expect.any(Function),
      },
    ],
    mixins: [],
  })
})

describe('the description', () => {
  const call = 'defineExperiment(import.meta, {})'
  test.each([
    ['the comment before the first statement', `/** File. */\nimport 'x'\n${call}`, 'File.'],
    ['the comment behind directives', `'use strict'\n/** File. */\nconst x = 1\n${call}`, 'File.'],
    ['the comment before directives', `/** File. */\n'use strict'\n${call}`, 'File.'],
    [
      'the first comment that says something',
      `/** @license MIT */\n/* plain */\n// line\n/** File. */\nimport 'x'\n${call}`,
      'File.',
    ],
    ['the text of a file tag', `/**\n * @file Says it.\n * @author me\n */\nimport 'x'\n${call}`, 'Says it.'],
    ["the comment on the experiment's own statement", `/** File. */\nimport 'x'\n/** Own. */\nexport const e = ${call}`, 'Own.'],
    [
      'the own comment behind one for tools',
      `import 'x'\n/** Own. */\n// eslint-disable-next-line\nexport const e = ${call}`,
      'Own.',
    ],
    ['the own comment on an export by default', `/** File. */\nimport 'x'\n/** Own. */\nexport default ${call}`, 'Own.'],
    [
      'the own comment on a property of exports',
      `const x = 1\nmodule.exports = {\n  /** Own. */\n  experiment: ${call},\n}`,
      'Own.',
    ],
  ])('is %s', async (_name, text, expected) => {
    expect((await only(text)).description).toBe(expected)
  })

  test.each([
    ['a comment inside', `import 'x'\nconst y = {\n  /** Not this. */\n  z: 1,\n}\nexport const e = ${call}`],
    ['a comment on another statement', `import 'x'\n/** Not this. */\nconst y = 1\nexport const e = ${call}`],
    ['a comment behind the statement before', `import 'x' /** Not this. */\nexport const e = ${call}`],
    ['a comment that is no doc comment', `/* Not this. */\nimport 'x'\n// Nor this.\nexport const e = ${call}`],
    ['a comment of tags alone', `import 'x'\n/** @type {object} */\nexport const e = ${call}`],
  ])('is not %s', async (_name, text) => {
    expect((await only(text)).description).toBeNull()
  })
})

describe('an experiment is found', () => {
  const call = 'defineExperiment(import.meta, {})'
  test.each([
    ['export const experiment', `export const experiment = ${call}`, ['experiment']],
    ['export default', `export default ${call}`, ['default']],
    ['export default of a name', `const e = ${call}\nexport default e`, ['default']],
    ['export under other names', `const e = ${call}\nexport { e as x, e as 'y z' }`, ['x', 'y z']],
    ['export before it is defined', `export { e }\nvar e = ${call}`, ['e']],
    ['both ways of export', `export const e = ${call}\nexport default e`, ['e', 'default']],
    ['TypeScript export =', `const e = ${call}\nexport = e`, ['default']],
    ['module.exports', `module.exports = defineExperiment(module, {})`, ['default']],
    ['exports.name', `exports.experiment = defineExperiment(module, {})`, ['experiment']],
    ['module.exports.name', `module.exports.a = defineExperiment(module, {})`, ['a']],
    ['exports in a row', `const e = exports.a = module.exports = defineExperiment(module, {})`, ['a', 'default']],
    ['an object of exports', `const e = defineExperiment(module, {})\nmodule.exports = { e, other: e }`, ['e', 'other']],
    ['types around it', `export const e = (${call} satisfies X) as Y`, ['e']],
    ['no export', `${call}.runIfMain()`, []],
    [
      'another name of the function',
      `import { defineExperiment as define } from 'runlab'\nexport const e = define(import.meta, {})`,
      ['e'],
    ],
    [
      'another name of a required function',
      `const { defineExperiment: define } = require('runlab')\nexports.e = define(module, {})`,
      ['e'],
    ],
    ['a namespace', `import * as runlab from 'runlab'\nexport const e = runlab.defineExperiment(import.meta, {})`, ['e']],
  ])('with %s', async (_name, text, exportNames) => {
    expect(await only(text)).toMatchObject({ exportNames, call: 'defineExperiment' })
  })

  test('as an extension of another', async () => {
    const text =
      "import { base } from './base.ts'\nexport const e = base\n  .extend(import.meta, {\n    parameters: { /** New. */ stopWords: [] },\n  })"
    expect(await only(text)).toMatchObject({
      call: 'extend',
      exportNames: ['e'],
      parameters: { stopWords: 'New.' },
      parameterNames: ['stopWords'],
      line: 3,
    })
    expect(await only('module.exports = base.extend(module, {})')).toMatchObject({ call: 'extend' })
  })

  test('with each of several in a file, with its line', async () => {
    const text = `/** File. */\nimport 'x'\n\nexport const a = ${call}, b = ${call}\n/** C. */\nexport const c = ${call}`
    const { experiments } = await readSourceFacts('a.ts', text)
    expect(experiments.map(({ exportNames, line, description }) => [exportNames.join(), line, description])).toEqual([
      ['a', 4, 'File.'],
      ['b', 4, 'File.'],
      ['c', 6, 'C.'],
    ])
  })

  test.each([
    ['a.ts', 'enum A { B }\n@dec class C {}'],
    ['a.tsx', 'const p = <p />'],
    ['a.mts', 'const x: number = 1'],
    ['a.cts', 'const x: number = 1'],
    ['a.js', 'const p = <p />'],
    ['a.jsx', 'const p = <p />'],
    ['a.mjs', 'await 1'],
    ['a.cjs', 'if (x) return'],
  ])('in %s', async (file, before) => {
    expect(
      await only(
        `${before}\nexport const e = ${call}`.replace('export const e', file === 'a.cjs' ? 'exports.e' : 'export const e'),
        file,
      ),
    ).toMatchObject({
      exportNames: ['e'],
    })
  })

  test('nowhere in schemas that are extended, in functions, and in files that cannot be parsed', async () => {
    const none = { fileDescription: 'File.', experiments: [], mixins: [] }
    expect(
      await readSourceFacts(
        'a.ts',
        '/** File. */\nconst schema = z.object({}).extend({ a: 1 })\nconst b = merge.extend(schema, {})',
      ),
    ).toEqual(none)
    expect(await readSourceFacts('a.ts', `/** File. */\nfunction f() { return ${call} }`)).toEqual(none)
    expect((await readSourceFacts('a.ts', `/** File. */\nconst x = ;\nexport const e = ${call}`)).experiments).toEqual([])
    expect(await readSourceFacts('a.ts', '/** File. */\nexport const a = 1')).toEqual({
      fileDescription: null,
      experiments: [],
      mixins: [],
    })
  })
})

describe('a property is described by', () => {
  test.each([
    ['the doc comment above it', '{\n/** A. */\na: 1 }', { a: 'A.' }],
    ['the doc comment before it in its line', '{ a: 1, /** B. */ b: 2 }', { b: 'B.' }],
    ['the last of several doc comments', '{\n/** Section. */\n\n/** A. */\na: 1 }', { a: 'A.' }],
    ['the doc comment above one for tools', '{\n/** A. */\n// oxlint-disable-next-line\na: 1 }', { a: 'A.' }],
    ['a comment behind it', '{\na: 1, // words drawn\nb: 2 // texts\n}', { a: 'words drawn', b: 'texts' }],
    ['a doc comment behind it', '{\na: 1, /** A. */\nb: 2 /** B. */,\n}', { a: 'A.', b: 'B.' }],
    ['the comment above rather than that behind', '{\n/** Above. */\na: 1, // behind\n}', { a: 'Above.' }],
    ['a comment behind several lines', '{\na: param.number(1, {\n  min: 0, // not this\n}), // A\n}', { a: 'A' }],
    ['a comment with Windows line ends', '{\r\n/**\r\n * A\r\n * b.\r\n */\r\na: 1,\r\nb: 2, // B\r\n}', { a: 'A b.', b: 'B' }],
    [
      'its comment whatever its key',
      "{ /** A. */ 'a-b': 1, /** B. */ [`b`]: 2, /** C. */ ['c']: 3, /** D. */ 4: 4 }",
      { 'a-b': 'A.', c: 'C.', '4': 'D.' },
    ],
    [
      'its comment when it is a method',
      '{ /** A. */ a() {}, /** B. */ async b() {}, /** C. */ get c() { return 1 } }',
      { a: 'A.', b: 'B.', c: 'C.' },
    ],
  ])('%s', async (_name, parameters, expected) => {
    expect(await docsOf(parameters)).toEqual(expected)
  })

  test.each([
    ['a plain comment above', '{\n// not this\na: 1,\n/* nor this */\nb: 2 }'],
    ['the comment of its neighbour', '{\n/** S. */\n...x,\na: 1 }'],
    ['a comment for tools', '{\na: 1, // eslint-disable-line\nb: 2, // @ts-expect-error\n}'],
    ['a comment behind the object', '{ a: 1 } // not this\n'],
  ])('not by %s', async (_name, parameters) => {
    expect(await docsOf(parameters)).toEqual({})
  })

  test('what an object defined in the file says of it', async () => {
    const shared = 'const shared = {\n  /** A. */\n  a: 1,\n  b: 2, // B\n} as const\n'
    expect(await docsOf('shared', shared)).toEqual({ a: 'A.', b: 'B' })
    expect(await docsOf('{ ...shared, b: 3, /** C. */ c: 4 }', shared)).toEqual({ a: 'A.', b: 'B', c: 'C.' })
    expect(await docsOf('{ ...shared, /** Mine. */ a: 3 }', shared)).toEqual({ a: 'Mine.', b: 'B' })
    expect(await docsOf('all.inner', 'export const all = { inner: { /** A. */ a: 1 } }')).toEqual({ a: 'A.' })
    expect(await docsOf('({ /** A. */ a: 1 } satisfies X)!')).toEqual({ a: 'A.' })
  })

  test('a definition that is an object of its own, or has one spread into it', async () => {
    const common = 'const common = { parameters: { /** A. */ a: 1 }, hooks: { /** H. */ h() {} } }\n'
    const expected = { parameters: { a: 'A.' }, hooks: { h: 'H.' }, parameterNames: ['a'] }
    expect(await only(`${common}defineExperiment(import.meta, common)`)).toMatchObject(expected)
    expect(await only(`${common}defineExperiment(import.meta, { ...common, run() {} })`)).toMatchObject(expected)
    expect(await only(`${common}defineExperiment(import.meta, { ...common, parameters: {} })`)).toMatchObject({
      parameters: {},
      parameterNames: [],
    })
  })
})

describe('the names of parameters', () => {
  const namesOf = async (definition: string, before = ''): Promise<unknown> =>
    (await only(`${before}\ndefineExperiment(import.meta, ${definition})`)).parameterNames

  test('are those of the literal, in order, with those spread into it', async () => {
    expect(await namesOf('{ parameters: { b: 1, ...shared, a: 2, b: 3 } }', 'const shared = { c: 1 }')).toEqual(['b', 'c', 'a'])
    expect(await namesOf('{ run() {} }')).toEqual([])
  })

  test.each([
    ['an object from elsewhere', '{ parameters: imported }'],
    ['a spread from elsewhere', '{ parameters: { a: 1, ...imported } }'],
    ['a definition from elsewhere', 'imported'],
    ['a definition with a spread from elsewhere', '{ ...imported, run() {} }'],
    ['a computed key', '{ parameters: { [name]: 1 } }'],
    ['a call', '{ parameters: make() }'],
    ['objects that are spread into one another', '{ parameters: a }'],
    ['names for one another', '{ parameters: c }'],
  ])('are not known with %s', async (_name, definition) => {
    expect(await namesOf(definition, 'const a = { ...b }\nconst b = { ...a }\nconst c = d\nconst d = c')).toBeNull()
  })
})

describe('the text of a comment', () => {
  const textOf = async (lines: readonly string[]): Promise<string | undefined> => {
    const { parameters } = await only(
      `defineExperiment(import.meta, { parameters: {\n/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */\na: 1 } })`,
    )
    return parameters['a']
  }

  test.each([
    ['joins lines and keeps paragraphs', ['One', 'two.', '', '', 'Three.'], 'One two.\n\nThree.'],
    ['keeps lists', ['Either:', '- one', '  more', '- two', '1. three'], 'Either:\n- one more\n- two\n1. three'],
    ['keeps code', ['See:', '```ts', '@dec', '  x = 1', '```', 'done'], 'See:\n```ts\n@dec\n  x = 1\n```\ndone'],
    ['drops tags and what belongs to them', ['Text.', '@param x the', '  x', '@returns y'], 'Text.'],
    ['keeps what follows a tag that describes', ['@internal', '@description Text', 'goes on.'], 'Text goes on.'],
    ['names what is linked', ['See {@link Foo} and {@link https://x.y | there}.'], 'See Foo and there.'],
    ['keeps stars and addresses in it', ['a * b, me@example.org'], 'a * b, me@example.org'],
  ])('%s', async (_name, lines, expected) => {
    expect(await textOf(lines)).toBe(expected)
  })
})

describe('a line is told', () => {
  const text = `import { defineMixin as mixin } from 'runlab'
import { base } from './base.ts'
export const m = mixin(import.meta, {
  parameters: {
    topic: 'runs',
  },
  implement: { afterRun: () => {} },
})
const more = {
  load: () => 3,
}
export const e = base.extend(import.meta, {
  override: { n: 1,
    m: 2 },
  implement: { ...more },
})`

  test('of what mixins and extensions say of parameters and hooks', async () => {
    const { mixins, experiments } = await readSourceFacts('a.ts', text)
    expect(mixins).toMatchObject([{ exportNames: ['m'], call: 'defineMixin', line: 3, parameterNames: ['topic'] }])
    expect(experiments).toMatchObject([{ exportNames: ['e'], call: 'extend', line: 12 }])
    expect(mixins[0]?.lineOf('parameters', 'topic')).toBe(5)
    expect(mixins[0]?.lineOf('implement', 'afterRun')).toBe(7)
    expect(experiments[0]?.lineOf('override', 'm')).toBe(14)
    expect(experiments[0]?.lineOf('implement', 'load')).toBe(10)
    expect(experiments[0]?.lineOf('parameters', 'm')).toBeNull()
    expect(experiments[0]?.lineOf('override', 'toString')).toBeNull()
  })
})
