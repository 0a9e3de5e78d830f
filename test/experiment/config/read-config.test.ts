import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readModule } from '../../architecture/read-module.ts'
import { ConfigFolder, givenIn, problemsIn, problemsOf, readGood, readText, showProblem } from './config-folder.ts'

describe('a config gives', () => {
  test('every key, with the place of its value', async () => {
    const folder = new ConfigFolder({
      'sub/fast.yml': `extend: ../experiment.ts
include:
  - ./notify.ts
  - ./more.mjs#slow
name: fast run
description: |
  First line.
  Second line.
namespace: words/fast
results: ../archive
seed: 7
parameters:
  numWords: 10
`,
      'sub/notify.ts': '',
      'sub/more.mjs': '',
    })
    const { documents, experiment, problems } = await folder.read('sub/fast.yml')
    expect(problems).toEqual([])
    expect(experiment).toMatchObject({ file: folder.at('experiment.ts'), name: null, place: { line: 1, column: 9 } })
    const [document] = documents
    expect(document).toMatchObject({
      file: folder.at('sub/fast.yml'),
      extend: { value: folder.at('experiment.ts'), name: null },
      include: [
        { value: folder.at('sub/notify.ts'), name: null, place: { line: 3, column: 5 } },
        { value: folder.at('sub/more.mjs'), name: 'slow', place: { line: 4, column: 5 } },
      ],
      name: { value: 'fast run', place: { line: 5, column: 7 } },
      description: { value: 'First line.\nSecond line.\n', place: { line: 6, column: 14 } },
      namespace: { value: 'words/fast' },
      results: { value: folder.at('archive') },
      seed: { value: 7, place: { file: folder.at('sub/fast.yml'), line: 11, column: 7 } },
      secrets: [],
      line: 1,
    })
    expect(document?.parameters).toMatchObject([
      {
        name: 'numWords',
        given: { data: 10 },
        place: { line: 13, column: 13 },
        namePlace: { line: 13, column: 3 },
        written: null,
        variables: [],
      },
    ])
  })

  test('its text as written, and the hash of its bytes', async () => {
    const text = '\uFEFF# é\r\nextend: ./experiment.ts\r\n'
    const { documents } = await readText(text)
    expect(documents[0]?.text).toBe(text)
    expect(documents[0]?.sha256).toBe(createHash('sha256').update(text).digest('hex'))
  })

  test('null and nothing for what it does not say', async () => {
    const { include, name, description, namespace, results, seed, parameters } = await readGood('parameters:\ninclude:')
    expect({ include, name, description, namespace, results, seed, parameters }).toEqual({
      include: [],
      name: null,
      description: null,
      namespace: null,
      results: null,
      seed: null,
      parameters: [],
    })
  })

  test('one mixin without a list, and an absolute archive as it is', async () => {
    const document = await readGood('include: ./experiment.ts#mixin\nresults: /data/runs')
    expect(document.include).toMatchObject([{ name: 'mixin' }])
    expect(document.results?.value).toBe('/data/runs')
  })

  test('parameters as the core schema of YAML 1.2 has them', async () => {
    const document = await readGood(`parameters:
  integer: 12
  hex: 0x1F
  float: 1e-3
  infinite: -.inf
  nan: .nan
  yes: yes
  truth: true
  nothing: ~
  empty:
  quoted: '10'
  day: 2026-11-23
  huge: 9007199254740993
  list: [1, [2, three], { a: null }]
  map: { a: 1, 2: two, __proto__: 3 }
  null: 4`)
    const data = Object.fromEntries(document.parameters.map(({ name, given }) => [name, 'data' in given && given.data]))
    expect(data).toEqual({
      integer: 12,
      hex: 31,
      float: 0.001,
      infinite: Number.NEGATIVE_INFINITY,
      nan: Number.NaN,
      yes: 'yes',
      truth: true,
      nothing: null,
      empty: null,
      quoted: '10',
      day: '2026-11-23',
      huge: 9007199254740993n,
      list: [1, [2, 'three'], { a: null }],
      map: Object.fromEntries([['a', 1], ['2', 'two'], ['__proto__', 3]]), // prettier-ignore
      null: 4,
    })
    expect(Object.getPrototypeOf(data['map'])).toBe(Object.prototype)
  })

  test('what anchors, aliases and merge keys stand for', async () => {
    const document = await readGood(`parameters:
  small: &small { depth: 1, width: &width 8 }
  large: { width: 64, <<: *small }
  both: { <<: [*small, { depth: 5, height: 2 }] }
  <<: { small: 0, extra: *width }`)
    expect(givenIn(document)).toEqual({
      small: { data: { depth: 1, width: 8 } },
      large: { data: { depth: 1, width: 64 } },
      both: { data: { depth: 1, width: 8, height: 2 } },
      extra: { data: 8 },
    })
  })
})

describe('seeds', () => {
  test.each(['0', '9007199254740991', '1e3', '-0', '-0.0'])('may be %s', async (written) => {
    const { seed } = await readGood(`seed: ${written}`)
    expect(seed?.value).toBe(Math.abs(Number(written)))
  })

  test.each(['-1', '1.5', '9007199254740992', '.inf', '"7"', 'seven', '[1]', 'null', '!!str 7'])(
    'cannot be %s',
    async (written) => {
      expect(await problemsIn(`seed: ${written}`)).toEqual([
        expect.stringMatching(/^CONFIG_VALUE 1:\d+ "seed" cannot be .+: expected a whole number from 0 to 9007199254740991\.$/),
      ])
    },
  )
})

describe('files that a config names', () => {
  test.each(['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'tsx', 'jsx'])('may be .%s', async (extension) => {
    const folder = new ConfigFolder({
      [`script.${extension}`]: '',
      'config.yml': `extend: ./script.${extension}\ninclude: script.${extension}\n`,
    })
    const { problems, experiment, documents } = await folder.read('config.yml')
    expect(problems).toEqual([])
    expect(experiment?.file).toBe(folder.at(`script.${extension}`))
    expect(documents[0]?.include).toMatchObject([{ value: folder.at(`script.${extension}`) }])
  })

  test('may be followed by a name', async () => {
    const { experiment, documents } = await readText('extend: ./experiment.ts#slow\n')
    expect(experiment?.name).toBe('slow')
    expect(documents[0]?.extend?.name).toBe('slow')
    expect(experiment?.file).toMatch(/\/experiment\.ts$/)
  })

  test('may have # in their names', async () => {
    const folder = new ConfigFolder({ 'a#b.ts': '', 'config.yml': 'extend: ./a#b.ts\ninclude: ./a#b.ts#c\n' })
    const { experiment, documents, problems } = await folder.read('config.yml')
    expect(problems).toEqual([])
    expect(experiment).toMatchObject({ file: folder.at('a#b.ts'), name: null })
    expect(documents[0]?.include).toMatchObject([{ value: folder.at('a#b.ts'), name: 'c' }])
  })

  test('are relative to where the config really is', async () => {
    const folder = new ConfigFolder({ 'real/config.yml': 'extend: ../experiment.ts\n' })
    mkdirSync(folder.at('links/deep'), { recursive: true })
    symlinkSync(folder.at('real/config.yml'), folder.at('links/deep/config.yml'))
    const { documents, experiment, problems } = await folder.read('links/deep/config.yml')
    expect(problems).toEqual([])
    expect(documents[0]?.file).toBe(folder.at('real/config.yml'))
    expect(experiment?.file).toBe(folder.at('experiment.ts'))
  })

  test('have to be there, or the nearest is named as it would be written', async () => {
    const folder = new ConfigFolder({
      'sub/mixin.mixin.ts': '',
      'config.yml': 'extend: ./experimnt.ts#slow\ninclude: [sub/mixn.mixin.ts, none/x.ts, experiment]\n',
    })
    const { problems } = await folder.read('config.yml')
    expect(problems.map(showProblem)).toEqual([
      `CONFIG_FILE_MISSING 1:9 There is no file ./experimnt.ts#slow (looked at ${folder.at('experimnt.ts')}). Did you mean ./experiment.ts#slow?`,
      `CONFIG_FILE_MISSING 2:11 There is no file sub/mixn.mixin.ts (looked at ${folder.at('sub/mixn.mixin.ts')}). Did you mean sub/mixin.mixin.ts?`,
      `CONFIG_FILE_MISSING 2:30 There is no file none/x.ts (looked at ${folder.at('none/x.ts')}).`,
      `CONFIG_FILE_MISSING 2:41 There is no file experiment (looked at ${folder.at('experiment')}). Did you mean experiment.ts?`,
    ])
  })

  test('have to be files that can be read', async () => {
    const folder = new ConfigFolder({
      'folder.ts/x': '',
      'config.yml': `extend: ./folder.ts\ninclude: [/dev/null, circle.ts, ${'x'.repeat(300)}.ts]\n`,
    })
    symlinkSync(folder.at('circle.ts'), folder.at('circle.ts'))
    const { problems, experiment, documents } = await folder.read('config.yml')
    expect(problems.map(({ code, message }) => `${code} ${message.replace(/^.* cannot/, 'It cannot')}`)).toEqual([
      'CONFIG_FILE_MISSING It cannot be read: it is a folder.',
      'CONFIG_FILE_MISSING It cannot be read: it is no regular file.',
      'CONFIG_FILE_MISSING It cannot be read: its symbolic links go in a circle (ELOOP).',
      'CONFIG_FILE_MISSING It cannot be read: the path is too long (ENAMETOOLONG).',
    ])
    expect(experiment).toBeNull()
    expect(documents[0]).toMatchObject({ extend: null, include: [] })
  })

  test.each([
    [
      'extend: ./notes.txt',
      'CONFIG_VALUE 1:9 "extend" cannot be "./notes.txt": expected a script (.ts, .js, …) or a config (.yml, .yaml).',
    ],
    [
      'extend: ""',
      'CONFIG_VALUE 1:9 "extend" cannot be "": expected the path of a script (.ts, .js, …) or a config (.yml, .yaml).',
    ],
    [
      'extend: 5',
      'CONFIG_VALUE 1:9 "extend" cannot be 5: expected the path of a script (.ts, .js, …) or a config (.yml, .yaml).',
    ],
    [
      'extend: [./experiment.ts]',
      'CONFIG_VALUE 1:9 "extend" cannot be ["./experiment.ts"]: expected the path of a script (.ts, .js, …) or a config (.yml, .yaml).',
    ],
    ['extend: ./experiment.ts#', 'CONFIG_VALUE 1:9 "extend" cannot be "./experiment.ts#": expected a name behind #.'],
    [
      'extend: ./config.yml#slow',
      'CONFIG_VALUE 1:9 "extend" cannot be "./config.yml#slow": expected a config without #name: it derives one experiment.',
    ],
  ])('are refused in %s', async (text, problem) => {
    const folder = new ConfigFolder({ 'config.yml': text, 'notes.txt': '' })
    expect((await folder.read('config.yml')).problems.map(showProblem)).toEqual([problem])
  })

  test('may not be configs under include', async () => {
    expect(await problemsIn('include: [./config.yml, {a: 1}, ]')).toEqual([
      'CONFIG_VALUE 1:11 "include" cannot be "./config.yml": expected a script (.ts, .js, …).',
      'CONFIG_VALUE 1:25 "include" cannot be { a: 1 }: expected the path of a script (.ts, .js, …).',
    ])
  })
})

describe('a chain of configs', () => {
  test('comes lowest first, and ends at the experiment', async () => {
    const folder = new ConfigFolder({
      'sub/middle.yaml': 'extend: ../low.yml\nseed: 2\n',
      'low.yml': 'extend: ./experiment.ts#slow\nseed: 1\n',
      'top.yml': 'extend: ./sub/middle.yaml\nseed: 3\n',
    })
    const { documents, experiment, problems } = await folder.read('top.yml')
    expect(problems).toEqual([])
    expect(documents.map(({ seed }) => seed?.value)).toEqual([1, 2, 3])
    expect(documents[2]?.extend?.value).toBe(folder.at('sub/middle.yaml'))
    expect(experiment).toMatchObject({ file: folder.at('experiment.ts'), name: 'slow', place: { file: folder.at('low.yml') } })
  })

  test('has the problems of all, from the one asked for downwards, each with its file', async () => {
    const folder = new ConfigFolder({
      'low.yml': 'extend: ./missing.ts\nsed: 1\nparameters: { a: "${NOPE}" }\n',
      'top.yml': 'seed: x\nextend: ./low.yml\nseed: 1\n',
    })
    const { documents, experiment, problems } = await folder.read('top.yml')
    expect(problems.map(({ code, place }) => [code, place?.file.replace(/.*\//, ''), place?.line, place?.column])).toEqual([
      ['CONFIG_VALUE', 'top.yml', 1, 7],
      ['CONFIG_KEY_TWICE', 'top.yml', 3, 1],
      ['CONFIG_FILE_MISSING', 'low.yml', 1, 9],
      ['CONFIG_KEY_UNKNOWN', 'low.yml', 2, 1],
      ['CONFIG_VARIABLE_UNSET', 'low.yml', 3, 19],
    ])
    expect(documents.length).toBe(2)
    expect(experiment).toBeNull()
  })

  test('goes on below a config that is no good YAML', async () => {
    const folder = new ConfigFolder({ 'low.yml': 'exten: x\n', 'top.yml': 'extend: ./low.yml\nname: a: b\n' })
    expect((await folder.read('top.yml')).problems.map(({ code }) => code)).toEqual(['CONFIG_SYNTAX', 'CONFIG_KEY_UNKNOWN'])
  })

  test('is no circle', async () => {
    const folder = new ConfigFolder({
      'top.yml': 'extend: ./sub/a.yml\n',
      'sub/a.yml': 'extend: ./b.yml\n',
      'sub/b.yml': '\nextend: ./a.yml\n',
      'self.yml': 'extend: self.yml\n',
    })
    const { problems, experiment, documents } = await folder.read('top.yml')
    expect(problems.map(showProblem)).toEqual([
      'CONFIG_CYCLE 2:9 Configs extend one another in a circle: sub/a.yml → sub/b.yml → sub/a.yml. One of them has to extend an experiment.',
    ])
    expect(problems[0]?.place?.file).toBe(folder.at('sub/b.yml'))
    expect(experiment).toBeNull()
    expect(documents.length).toBe(3)
    expect((await folder.read('self.yml')).problems[0]?.message).toContain('self.yml → self.yml.')
  })

  test('is empty where the config itself is missing', async () => {
    const folder = new ConfigFolder({ 'fast.yml': '', 'folder.yml/x': '' })
    const { documents, experiment, problems } = await folder.read('fats.yml')
    expect({ documents, experiment }).toEqual({ documents: [], experiment: null })
    expect(problems).toEqual([
      {
        code: 'CONFIG_FILE_MISSING',
        message: `There is no file ${folder.at('fats.yml')}.`,
        hint: `Did you mean ${folder.at('fast.yml')}?`,
        place: { file: folder.at('fats.yml'), line: 1, column: 1, frame: '' },
      },
    ])
    expect((await folder.read('folder.yml')).problems[0]?.message).toBe(
      `${folder.at('folder.yml')} cannot be read: it is a folder.`,
    )
  })
})

describe('without extend', () => {
  test.each([
    ['an empty file', ''],
    ['comments', '# nothing\n'],
    ['other keys', 'seed: 1\n'],
    ['an empty document', '---\n...\n'],
  ])('%s is refused at the beginning', async (_, text) => {
    const { problems } = await readText(text)
    expect(problems.map(showProblem)).toEqual([
      'CONFIG_EXTEND_MISSING 1:1 The config does not say what it extends. Write: extend: ./experiment.ts',
    ])
  })

  test('a sweep is told how it is run (CONFIG_IS_SWEEP)', async () => {
    const { problems } = await readText('experiment: ./x.ts\nspace: { rate: [1, 2] }\ntrials: 4\n')
    expect(problems.map(showProblem)).toEqual([
      expect.stringMatching(/^CONFIG_IS_SWEEP 2:1 .*runlab sweep \S+\.ya?ml runs it\.$/),
    ])
  })

  test('what was probably meant is named alone', async () => {
    expect(await problemsOf('extends: ./experiment.ts\n')).toEqual([
      'CONFIG_KEY_UNKNOWN 1:1 A config has no key "extends". Did you mean extend?',
    ])
  })
})

test('the YAML parser is imported by what reads configs and lockfiles, and writes configs, only, and only when it does', () => {
  const src = fileURLToPath(new URL('../../../src', import.meta.url))
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const importing = files.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8')
    const isImported = readModule(file, text).imports.some(({ specifier, isType }) => specifier === 'yaml' && !isType)
    return isImported ? [[file, /^import(?! type).*'yaml'/m.test(text)]] : []
  })
  expect(importing.toSorted()).toEqual([
    ['cli/sweep/sweep-best.ts', false],
    ['experiment/config/read-yaml.ts', false],
    ['reproduce/workspace/leave-out-runlab.ts', false],
  ])
})
