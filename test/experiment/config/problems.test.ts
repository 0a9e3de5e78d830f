import { describe, expect, test } from 'vitest'
import { ConfigFolder, givenIn, problemsIn, problemsOf, readGood, readText, showProblem } from './config-folder.ts'

describe('a place', () => {
  test('is shown with a caret', async () => {
    const { problems } = await readText('# A config.\nextend: ./experiment.ts\nparametrs:\n  n: 1\n')
    expect(problems).toEqual([
      {
        code: 'CONFIG_KEY_UNKNOWN',
        message: 'A config has no key "parametrs".',
        hint: 'Did you mean parameters?',
        place: {
          file: expect.stringMatching(/\/config\.yml$/),
          line: 3,
          column: 1,
          frame: '  1 | # A config.\n  2 | extend: ./experiment.ts\n> 3 | parametrs:\n    | ^\n  4 |   n: 1\n  5 |',
        },
      },
    ])
  })

  test.each([
    ['line feeds', '\n'],
    ['carriage returns and line feeds', '\r\n'],
  ])('is right with %s', async (_, end) => {
    const { problems } = await readText(['extend: ./experiment.ts', '', 'seed:  x', 'sed: 1', ''].join(end))
    expect(problems.map(({ place }) => [place?.line, place?.column])).toEqual([
      [3, 8],
      [4, 1],
    ])
    expect(problems[0]?.place?.frame).toBe(
      '  1 | extend: ./experiment.ts\n  2 |\n> 3 | seed:  x\n    |        ^\n  4 | sed: 1\n  5 |',
    )
  })

  test('is right in the line of a byte order mark', async () => {
    const { problems } = await readText('\uFEFFseed: x\nextend: ./experiment.ts')
    expect(problems[0]?.place).toMatchObject({
      line: 1,
      column: 7,
      frame: '> 1 | seed: x\n    |       ^\n  2 | extend: ./experiment.ts',
    })
  })

  test('counts UTF-16 units, and a tab as one', async () => {
    expect(await problemsIn('name: é😀"\nseed:\tx\nparameters: { "ü😀": 1, "ü😀": 2 }')).toEqual([
      expect.stringContaining('CONFIG_VALUE 2:7 "seed" cannot be "x"'),
      'CONFIG_KEY_TWICE 3:25 The key "ü😀" stands here again: line 3 has it already. Keep one of them.',
    ])
  })

  test('is the key where no value stands', async () => {
    expect(await problemsOf('extend:\nname: # nothing\nseed:')).toEqual([
      'CONFIG_VALUE 1:1 "extend" cannot be left empty: expected a script (.ts, .js, …) or a config (.yml, .yaml).',
      'CONFIG_VALUE 2:1 "name" cannot be left empty: expected a text.',
      'CONFIG_VALUE 3:1 "seed" cannot be left empty: expected a whole number from 0 to 9007199254740991.',
    ])
    const { parameters } = await readGood('parameters:\n  empty:\n  full: 1')
    expect(parameters.map(({ place }) => [place.line, place.column])).toEqual([
      [2, 3],
      [3, 9],
    ])
  })
})

describe('a config reports', () => {
  test('everything that is wrong, in the order of its lines', async () => {
    expect(
      await problemsOf(`extend: ./experimen.ts
include: ./notes.txt
name: 5
description: ""
namespace: [a]
results: true
seed: 1.5
parameters: [a]
Seed: 2
color: red
seed: 3
`),
    ).toEqual([
      expect.stringMatching(
        /^CONFIG_FILE_MISSING 1:9 There is no file \.\/experimen\.ts \(looked at .*\)\. Did you mean \.\/experiment\.ts\?$/,
      ),
      expect.stringMatching(/^CONFIG_FILE_MISSING 2:10 There is no file \.\/notes\.txt \(looked at [^)]*\)\.$/),
      'CONFIG_VALUE 3:7 "name" cannot be 5: expected a text. Put it in quotes: \'5\'',
      'CONFIG_VALUE 4:14 "description" cannot be "": expected a text that is not empty.',
      'CONFIG_VALUE 5:12 "namespace" cannot be ["a"]: expected a text.',
      'CONFIG_VALUE 6:10 "results" cannot be true: expected a text. Put it in quotes: \'true\'',
      'CONFIG_VALUE 7:7 "seed" cannot be 1.5: expected a whole number from 0 to 9007199254740991.',
      'CONFIG_VALUE 8:13 "parameters" cannot be ["a"]: expected names with their values.',
      'CONFIG_KEY_UNKNOWN 9:1 A config has no key "Seed". Did you mean seed?',
      'CONFIG_KEY_UNKNOWN 10:1 A config has no key "color". It has: extend, include, name, description, namespace, results, seed, parameters. What the experiment declares goes under `parameters`.',
      'CONFIG_KEY_TWICE 11:1 The key "seed" stands here again: line 7 has it already. Keep one of them.',
    ])
  })

  test('a home folder that only a shell would find', async () => {
    expect(await problemsOf('extend: ./experiment.ts\nresults: ~/runs\n')).toEqual([
      'CONFIG_VALUE 2:10 "results" cannot be ~/runs: expected a folder, and ~ is none here. Write ${HOME} for your own folder.',
    ])
    expect(await problemsOf('extend: ./experiment.ts\nresults: ./~runs\n')).toEqual([])
  })

  test('that a credential is not set, without asking to write it down', async () => {
    expect(await problemsOf('extend: ./experiment.ts\nname: ${NO_SUCH_TOKEN}\n')).toEqual([
      'CONFIG_VARIABLE_UNSET 2:7 The environment variable NO_SUCH_TOKEN is not set. Set it.',
    ])
  })

  test('every key that stands there again, at any depth, and what is wrong in it', async () => {
    const text = `seed: 1
seed: x
seed: 3
parameters:
  a: 1
  "a": { b: 1, c: [{ d: 1, d: 2 }] }
parameters:
  a: \${NONE}`
    expect((await problemsIn(text)).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'CONFIG_KEY_TWICE 2:1',
      'CONFIG_VALUE 2:7',
      'CONFIG_KEY_TWICE 3:1',
      'CONFIG_KEY_TWICE 6:3',
      'CONFIG_KEY_TWICE 6:28',
      'CONFIG_KEY_TWICE 7:1',
      'CONFIG_VARIABLE_UNSET 8:6',
    ])
  })
})

test('a key that stands there again does not count', async () => {
  const { documents } = await readText('extend: ./experiment.ts\nseed: 1\nname: 5\nseed: 2\nname: a\n')
  expect(documents[0]).toMatchObject({ seed: { value: 1 }, name: null })
})

describe('what is no YAML of a config is CONFIG_SYNTAX', () => {
  const NO_COLON = 'this line has no colon with a space behind it. Write: key: value'
  test.each<[text: string, place: string, said: string]>([
    ['- a', '1:1', 'it is a list, and a config is a map of keys. Write: key: value'],
    ['hello', '1:1', 'it is one value, and a config is a map of keys. Write: key: value'],
    ['seed:1\nname:x', '1:1', 'it is one value, and a config is a map of keys. Behind a colon stands a space: key: value'],
    ['seed: 1\n---\nseed: 2\n---\n', '2:1', 'a second document begins here, and a config is one.'],
    ['parameters:\n\tn: 1', '2:1', 'a tab indents this line. Indent with spaces.'],
    ['extend ./x.ts\nseed: 1', '1:1', NO_COLON],
    ['seed: 1\nextend', '2:1', NO_COLON],
    ['seed: 1\n- a', '2:1', 'an item of a list stands among keys.'],
    [
      'name: a: b',
      '1:7',
      'a key stands within a value. Put a value that holds ": " in quotes; keys that belong below begin on a line of their own.',
    ],
    [
      'name: a\n  seed: 1',
      '1:7',
      'a key stands within a value. Put a value that holds ": " in quotes; keys that belong below begin on a line of their own.',
    ],
    ['parameters:\n    a: 1\n  b: 2', '3:1', 'this line is indented unlike those that it belongs to.'],
    ['seed: 1\nname: "a\nextend: x', '2:7', 'the text that begins here has no closing quote.'],
    ["name: 'it's'", '1:11', 'this stands behind a value that has ended. Put the whole value in quotes.'],
    ['name: "C:\\Users"', '1:10', 'in double quotes a backslash begins an escape, and this is none. Use single quotes.'],
    ['extend: @x', '1:9', 'a value cannot begin with this character. Put it in quotes.'],
    ['parameters: { a: [1, 2 }', '1:24', 'a list that begins with [ is not closed by ].'],
    ['parameters: { a: 1\nseed: 2', '2:1', 'a map that begins with { is not closed by }.'],
    ['include: [x]]\nseed: 2', '1:13', 'this closes nothing.'],
    ['include: [x,,y]', '1:13', 'there is a comma too many.'],
    ['parameters: {a: "x" b: 1}', '1:17', 'within [ ] or { } a comma is missing, or the quotes of a value with ": ".'],
    ['include: ["x" "y"]', '1:15', 'a comma is missing before this.'],
    ['include: - a', '1:10', 'a list begins on the line below its key.'],
    ['name: |x\n  y', '1:8', 'no text may stand on the line of | or >.'],
    ['name: "x"#c', '1:10', 'a comment needs a space before its #.'],
    ['? [a]\n: 1', '1:3', 'a key has to be a text.'],
    [': 1', '1:1', 'there is no key before the colon.'],
    ['name: !secret x', '1:7', 'this tag is not known, or does not fit its value. Leave it out.'],
    ['seed: !!int x', '1:7', 'this tag is not known, or does not fit its value. Leave it out.'],
    ['parameters: { a: !!binary aGk= }', '1:18', 'this tag is not known, or does not fit its value. Leave it out.'],
    ['extend: *.ts', '1:9', 'nothing before this is called &.ts. A text that begins with * has to stand in quotes.'],
    ['parameters: { a: &base 1, b: *bas }', '1:30', 'nothing before this is called &bas. Did you mean *base?'],
    ['parameters: { a: &a [1, *a] }', '1:25', '*a stands within what it stands for.'],
    ['parameters: { a: { <<: 5 } }', '1:20', '<< takes in maps, and this is none.'],
    ['%FOO bar\n---\nseed: 1', '1:1', 'unknown directive %FOO.'],
    [`parameters: ${'['.repeat(50_000)}`, expect.stringMatching(/^1:\d+$/), 'it is nested too deeply.'],
  ])('%s', async (text, place, said) => {
    const { problems } = await readText(text)
    const found = problems.filter(({ code }) => code !== 'CONFIG_EXTEND_MISSING')
    const [first = '', second = '', ...rest] = found.map(showProblem).join('\n').split(' ')
    expect([first, second]).toEqual(['CONFIG_SYNTAX', place])
    expect(rest.join(' ').replace('The config cannot be read: ', '')).toEqual(said)
  })

  test('once for each mistake, with what is wrong before it and nothing that follows from it', async () => {
    expect(
      await problemsOf(`sed: 1
extend: ./experiment.ts
parameters:
  a 1
  b: 2
  c 3
  d: \${NONE}
unknown: 1
`),
    ).toEqual([
      'CONFIG_KEY_UNKNOWN 1:1 A config has no key "sed". Did you mean seed?',
      `CONFIG_SYNTAX 4:3 The config cannot be read: ${NO_COLON}`,
      `CONFIG_SYNTAX 6:3 The config cannot be read: ${NO_COLON}`,
    ])
  })

  test('also for bytes that are no text', async () => {
    expect(await problemsOf(Buffer.from([...Buffer.from('seed: 1\nname: '), 0xe9, 0x0a]))).toEqual([
      'CONFIG_SYNTAX 2:7 The config cannot be read: it is no text in UTF-8.',
    ])
    expect(await problemsOf(Buffer.from('\uFEFFseed: 1\n', 'utf16le'))).toEqual([
      'CONFIG_SYNTAX 1:1 The config cannot be read: it is no text in UTF-8.',
    ])
  })
})

describe('aliases', () => {
  const nest = (depth: number): string => {
    const levels = Array.from({ length: depth }, (_, i) => `  l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`)
    return ['parameters:', '  l0: &l0 [1, 2, 3, 4, 5, 6, 7, 8, 9]', ...levels].join('\n')
  }

  test('may stand for a lot', async () => {
    const { l3 } = givenIn(await readGood(nest(3))) as { l3: { data: number[][][][] } }
    expect(l3.data.flat(3).length).toBe(9000)
  })

  test('may not stand for more than fits', async () => {
    const found = await problemsIn(nest(12))
    expect(found).toEqual([
      expect.stringMatching(/^CONFIG_SYNTAX 6:\d+ The config cannot be read: its aliases stand for more than 100000 values\.$/),
    ])
  })
})

test('a key of the file is not looked for in what every object has', async () => {
  const folder = new ConfigFolder({ 'config.yml': 'extend: ./experiment.ts\nconstructor: 1\n__proto__: 1\ntoString: 1\n' })
  const { problems } = await folder.read('config.yml')
  expect(problems.map(({ code }) => code)).toEqual(['CONFIG_KEY_UNKNOWN', 'CONFIG_KEY_UNKNOWN', 'CONFIG_KEY_UNKNOWN'])
})
