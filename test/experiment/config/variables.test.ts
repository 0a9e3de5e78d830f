import { describe, expect, test } from 'vitest'
import { expandVariables } from '../../../src/experiment/config/expand-variables.ts'
import { ConfigFolder, givenIn, problemsIn, readGood, readText, showProblem } from './config-folder.ts'

const ENV = { A: 'a', B: 'b', N: '10', EMPTY: '', UNDEFINED: undefined, _X1: 'x' }

describe('a text with variables', () => {
  test.each([
    ['${A}', 'a'],
    ['<${A}${B}-${_X1}>', '<ab-x>'],
    ['${NONE:-default}', 'default'],
    ['${UNDEFINED:-default}', 'default'],
    ['${EMPTY:-default}', 'default'],
    ['${A:-default}', 'a'],
    ['<${NONE:-}>', '<>'],
    ['<${EMPTY}>', '<>'],
    ['${NONE:-${A}}', 'a'],
    ['${NONE:-<${NOPE:-${B}}>}', '<b>'],
    ['${A:-${NONE}}', 'a'],
    ['${NONE:-a b:/-$c}', 'a b:/-$c'],
    ['${NONE:-{x}', '{x'],
    ['$$', '$'],
    ['$${A}', '${A}'],
    ['$$$A $5 $', '$$A $5 $'],
    ['$$$${A}', '$${A}'],
    ['${NONE:-$$}', '$'],
  ])('%s becomes %s', (text, expected) => {
    expect(expandVariables(text, ENV)).toMatchObject({ text: expected, faults: [] })
  })

  test('says which were used, and not those that were not needed', () => {
    expect(expandVariables('${A:-${B}}${A}${NONE:-${N}}${EMPTY:-x}', ENV).variables).toEqual([
      { name: 'A', value: 'a' },
      { name: 'N', value: '10' },
      { name: 'EMPTY', value: '' },
    ])
    expect(expandVariables('$$ $ $A', ENV)).toMatchObject({ hasVariables: false, variables: [] })
  })

  test('does not take what every object has for variables', () => {
    expect(expandVariables('${constructor:-none}${__proto__:-none}', ENV).text).toBe('nonenone')
  })
})

describe('variables in a config', () => {
  test('are replaced in values of every style, and not in keys or comments', async () => {
    const { name, description, parameters } = await readGood(
      `name: '\${A}' # \${NONE}
description: >
  folded \${A}
  \${B}
parameters:
  \${A}: 1
  double: "\${A}\\t\${B}"
  literal: | # \${NONE}
    \${A}
  dollar: $$5 and $6`,
      ENV,
    )
    expect([name?.value, description?.value]).toEqual(['a', 'folded a b\n'])
    expect(parameters.map((parameter) => [parameter.name, parameter.given])).toEqual([
      ['${A}', { data: 1 }],
      ['double', { text: ['a\tb'] }],
      ['literal', { text: ['a\n'] }],
      ['dollar', { data: '$5 and $6' }],
    ])
  })

  test("leave a parameter's text to its kind, however it is quoted", async () => {
    const document = await readGood(
      `parameters:
  plain: \${N}
  quoted: "\${N}"
  part: x-\${N}.\${B}
  default: \${NONE:-1.10}
  alias: &n \${N}
  again: *n`,
      ENV,
    )
    expect(givenIn(document)).toEqual({
      plain: { text: ['10'] },
      quoted: { text: ['10'] },
      part: { text: ['x-10.b'] },
      default: { text: ['1.10'] },
      alias: { text: ['10'] },
      again: { text: ['10'] },
    })
  })

  test('make what a plain value inside a parameter would be, and stay text in quotes', async () => {
    const document = await readGood(
      `parameters:
  list:
    - \${N}
    - '\${N}'
    - !!str \${N}
    - x\${N}
    - \${NONE:-true}
    - \${NONE:-}
    - \${NONE:-9007199254740993}
    - $$10
  map: { a: "\${A}" }`,
      ENV,
    )
    expect(givenIn(document)).toEqual({
      list: { data: [10, '10', '10', 'x10', true, null, 9007199254740993n, '$10'] },
      map: { data: { a: 'a' } },
    })
  })

  test('are told with each parameter, together with what was written', async () => {
    const { parameters } = await readGood(
      `parameters:
  path: \${NONE:-./data}/\${A}.txt
  quoted:   "\${A}"  # a comment
  inside: [1, "\${A}", { x: "\${B}\${A}" }]
  escaped: $$A
  none: 5`,
      ENV,
    )
    const [a, b] = [
      { name: 'A', value: 'a' },
      { name: 'B', value: 'b' },
    ]
    expect(parameters.map(({ name, written, variables }) => ({ name, written, variables }))).toEqual([
      { name: 'path', written: '${NONE:-./data}/${A}.txt', variables: [a] },
      { name: 'quoted', written: '"${A}"', variables: [a] },
      { name: 'inside', written: '[1, "${A}", { x: "${B}${A}" }]', variables: [a, b] },
      { name: 'escaped', written: null, variables: [] },
      { name: 'none', written: null, variables: [] },
    ])
  })

  test('may make the seed, paths and every text', async () => {
    const folder = new ConfigFolder({
      'config.yml':
        'extend: ./${E}.ts\ninclude: ["${E}.ts#${A}"]\nseed: ${N}\nresults: ${HOME}/runs\nnamespace: x/${N}\nname: ${N}\n',
    })
    const { documents, problems } = await folder.read('config.yml', { ...ENV, E: 'experiment', HOME: '/home/me' })
    expect(problems).toEqual([])
    expect(documents[0]).toMatchObject({
      extend: { value: folder.at('experiment.ts') },
      include: [{ value: folder.at('experiment.ts'), name: 'a' }],
      seed: { value: 10 },
      results: { value: '/home/me/runs' },
      namespace: { value: 'x/10' },
      name: { value: '10' },
    })
    expect((await readGood('seed: "${N}"', ENV)).seed?.value).toBe(10)
  })

  test('are refused where what they make is', async () => {
    expect(await problemsIn('seed: ${A}\nname: "${EMPTY}"\nresults: [x, "${A}"]', ENV)).toEqual([
      'CONFIG_VALUE 1:7 "seed" cannot be "a": expected a whole number from 0 to 9007199254740991.',
      'CONFIG_VALUE 2:7 "name" cannot be "": expected a text that is not empty.',
      'CONFIG_VALUE 3:10 "results" cannot be ["x", "a"]: expected a text.',
    ])
  })
})

describe('a variable that is not set', () => {
  test('is an error where it stands, with what to do', async () => {
    const { problems } = await readText(
      'extend: ./experiment.ts\nparameters:\n  dataset: data/${DATA_ROT}/words.txt\n  depth: 3\n',
      { DATA_ROOT: '/data', _: '/bin/env' },
    )
    expect(problems).toEqual([
      {
        code: 'CONFIG_VARIABLE_UNSET',
        message: 'The environment variable DATA_ROT is not set.',
        hint: 'Did you mean DATA_ROOT? If not, set it, or write ${DATA_ROT:-default}.',
        place: {
          file: expect.stringMatching(/\/config\.yml$/),
          line: 3,
          column: 17,
          frame: `  1 | extend: ./experiment.ts
  2 | parameters:
> 3 |   dataset: data/\${DATA_ROT}/words.txt
    |                 ^
  4 |   depth: 3
  5 |`,
        },
      },
    ])
  })

  test('is told once for each place, also in defaults, lists and blocks', async () => {
    const env = { A: 'a', _: '/bin/env' }
    expect(
      await problemsIn(
        `parameters:
  a: $$ \${X}-\${X}
  b: "\\x24{X} \\\\x24 \\u0024\\U00000024 \${X}"
  c: ['it''s', '$1 \${NO:-\${X}}']
  d: | # $ \${X}
    $5
    é \${X}
  e: &e \${X}
  f: [*e, *e]
  g: \${A:-\${X}}`,
        env,
      ),
    ).toEqual(
      ['2:9', '2:14', '3:7', '3:38', '4:26', '7:7', '8:9'].map(
        (place) => `CONFIG_VARIABLE_UNSET ${place} The environment variable X is not set. Set it, or write \${X:-default}.`,
      ),
    )
  })

  test('leaves out the parameter, and nothing else', async () => {
    const { documents } = await readText('extend: ./experiment.ts\nname: ${X}\nparameters: { a: ["${X}"], b: 1 }\n')
    expect(documents[0]).toMatchObject({ name: null, parameters: [{ name: 'b' }] })
  })
})

describe('what is no variable', () => {
  const hint = 'Write ${VAR}, ${VAR:-default}, or $$ for a dollar sign.'
  test.each([
    ['${', '${', 'its closing brace is missing'],
    ['x ${A', '${A', 'its closing brace is missing'],
    ['${A:-x', '${A:-x', 'its closing brace is missing'],
    ['${A:-${B}', '${A:-${B}', 'its closing brace is missing'],
    ['${}', '${}', 'a name is letters, digits and _, and begins with no digit'],
    ['${1x}', '${1x}', 'a name is letters, digits and _, and begins with no digit'],
    ['${ A }', '${ A }', 'a name is letters, digits and _, and begins with no digit'],
    ['${A-b}', '${A-b}', 'behind the name stands } or :-'],
    ['${A:?b} ${A}', '${A:?b}', 'behind the name stands } or :-'],
    ['${A.b}', '${A.b}', 'behind the name stands } or :-'],
    ['${A:-${B.c}}', '${B.c}', 'behind the name stands } or :-'],
  ])('is refused: %s', async (text, written, reason) => {
    const column = 10 + text.indexOf(written)
    expect(await problemsIn(`name: '  ${text}'`, ENV)).toEqual([
      `CONFIG_VARIABLE_SYNTAX 1:${column} ${written} is no variable: ${reason}. ${hint}`,
    ])
  })

  test('is refused with every other in the text', async () => {
    expect((await problemsIn('name: ${1}${NONE}${A:x}${2', ENV)).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'CONFIG_VARIABLE_SYNTAX 1:7',
      'CONFIG_VARIABLE_UNSET 1:11',
      'CONFIG_VARIABLE_SYNTAX 1:18',
      'CONFIG_VARIABLE_SYNTAX 1:24',
    ])
  })

  test('is a variable without quotes in brackets', async () => {
    expect(await problemsIn('parameters:\n  a: [1, ${N}, 2]\n  b: { x: ${N} }\n  c: { x: a${N:-2} }', ENV)).toEqual([
      'CONFIG_SYNTAX 2:11 The config cannot be read: a variable in [ ] or { } has to stand in quotes. Where it is to be a number, write the list with dashes, an item a line.',
      'CONFIG_SYNTAX 3:12 The config cannot be read: a variable in [ ] or { } has to stand in quotes. Where it is to be a number, write the list with dashes, an item a line.',
    ])
  })
})

describe('variables that are named like credentials', () => {
  const env = { API_KEY: 'k3y', DB_PASSWORD: 'hunter2hunter2', HOST: 'db.example', EMPTY_TOKEN: '' }

  test('are secrets, and so is the whole scalar that they stand in', async () => {
    const { secrets } = await readGood(
      `parameters:
  url: postgres://me:\${DB_PASSWORD}@\${HOST}/x
  key: \${API_KEY}
  list: ["Bearer \${API_KEY}"]
  host: \${HOST}
  none: \${EMPTY_TOKEN:-open}`,
      env,
    )
    expect(secrets.toSorted()).toEqual(
      ['hunter2hunter2', 'postgres://me:hunter2hunter2@db.example/x', 'k3y', 'Bearer k3y'].toSorted(),
    )
  })

  test('stand in no message, however short, wherever what they make is wrong', async () => {
    const folder = new ConfigFolder({
      'config.yml': `extend: ./\${API_KEY}.ts
include: ["\${API_KEY}.ts", [1, "\${API_KEY}"], ./\${DB_PASSWORD}, "\${DB_PASSWORD}#"]
seed: \${API_KEY}
name: ["\${API_KEY}"]
results: { a: "\${DB_PASSWORD}" }
parameters: x \${API_KEY}
namespace: \${DB_PASSWRD}
`.replace('./${DB_PASSWORD},', '"./${DB_PASSWORD}",'),
      k4y: '',
    })
    const { problems, documents } = await folder.read('config.yml', env)
    expect(problems.length).toBe(10)
    for (const { message, hint = '', place } of problems) {
      expect(message + hint + place?.frame).not.toMatch(/k3y|hunter2/)
    }
    expect(problems.map(showProblem).slice(0, 2)).toEqual([
      'CONFIG_FILE_MISSING 1:9 There is no file ./${API_KEY}.ts.',
      'CONFIG_FILE_MISSING 2:11 There is no file "${API_KEY}.ts".',
    ])
    expect(problems.map(showProblem)[5]).toBe(
      'CONFIG_VALUE 3:7 "seed" cannot be what ${API_KEY} stands for: expected a whole number from 0 to 9007199254740991.',
    )
    expect(documents[0]?.secrets).toContain('k3y')
  })

  test('stand in no message about what a config extends', async () => {
    const folder = new ConfigFolder({
      'hunter2hunter2.yml': 'extend: hunter2hunter2.yml\nsed: 1\n',
      'config.yml': 'extend: ./${DB_PASSWORD}.yml\n',
    })
    const { problems } = await folder.read('config.yml', env)
    expect(problems.map(({ code }) => code)).toEqual(['CONFIG_KEY_UNKNOWN', 'CONFIG_CYCLE'])
    expect(problems.map(({ message }) => message).join('\n')).not.toContain('hunter2')
  })
})
