import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { mergeRequests } from '../../../src/cli/sweep/merge-requests.ts'
import { compileParameters } from '../../../src/parameters/schema.ts'
import { param } from '../../../src/parameters/param.ts'
import { realSystem } from '../../../src/runtime/system.ts'
import { DECLARATION_KEYS } from '../../../src/sweep/definition/declaration-keys.ts'
import { labelExperiments } from '../../../src/sweep/definition/label-experiments.ts'
import { loadSweepFile } from '../../../src/sweep/definition/load-sweep-file.ts'
import { sweepSchema } from '../../../src/sweep/definition/sweep-schema.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'

const WHOLE = `experiment: ./fit.ts
space:
  rate: 1e-4..1e-1:log
  layers: [1, 2]
  dropout: { range: [0, 0.5], when: layers > 1 }
parameters: { steps: 100 }
objective: [{ minimize: series.loss.min }, { maximize: data.accuracy }]
sampler: { sampler: nsga2, population: 20 }
pruner: asha:first=2
seeds: 1..3
trials: 40
jobs: 4
time: 8h
trialTime: 90
enqueue: [{ rate: 0.01, layers: 1 }]
seed: 7
name: night
namespace: fits
results: ../out
`
const BROKEN = `experiment: ./fit.ts
space: { rate: 1e-4..1e-1:lgo }
objective: series.loss.min
trails: 4
trials: -2
time: 8x
seeds: 1,1
sampler: { startup: 3 }
parameters: { token: "\${API_TOKEN}" }
enqueue: 5
seed: \${NOPE}
`

function written(text: string, name = 'night.yml'): string {
  const file = join(tempFolder(), name)
  writeFileSync(file, text)
  return file
}
const system = { ...realSystem(), env: { API_TOKEN: 'hunter2' } }

describe('a sweep that a config defines', () => {
  test('is what the command line would ask for, with paths relative to the config', async () => {
    const file = written(WHOLE)
    const request = await loadSweepFile(file, system)
    expect(request).toMatchObject({
      experiments: [{ label: 'fit', file: join(file, '../fit.ts'), name: null }],
      fixed: { steps: 100 },
      objectives: [
        { direction: 'minimize', expression: 'series.loss.min' },
        { direction: 'maximize', expression: 'data.accuracy' },
      ],
      sampler: { sampler: 'nsga2', population: 20 },
      pruner: { pruner: 'asha', first: 2 },
      seeds: [1, 2, 3],
      ...{ trials: 40, jobs: 4, time: 28_800, trialTime: 90, seed: 7, name: 'night', namespace: 'fits' },
      enqueue: [{ rate: 0.01, layers: 1 }],
      results: join(file, '../../out'),
    })
    expect(request?.dimensions.map(({ name, when }) => [name, when?.text ?? null])).toEqual([
      ['rate', null],
      ['layers', null],
      ['dropout', 'layers > 1'],
    ])
  })

  test('is refused with all that is wrong with it, each at its line (SWEEP_INVALID, SWEEP_KEY_UNKNOWN)', async () => {
    const refused = await loadSweepFile(written(BROKEN), system).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'SWEEP_INVALID' })
    const { details, message } = refused as {
      details: { problems: { code: string; place: { line: number } }[] }
      message: string
    }
    expect(details.problems.map(({ code, place }) => `${place.line} ${code}`)).toEqual([
      '2 SPACE_TEXT',
      '3 CONFIG_VALUE',
      '4 SWEEP_KEY_UNKNOWN',
      '5 CONFIG_VALUE',
      '6 FLAG_INVALID',
      '7 FLAG_INVALID',
      '8 CONFIG_VALUE',
      '9 CONFIG_VALUE',
      '10 CONFIG_VALUE',
      '11 CONFIG_VARIABLE_UNSET',
    ])
    expect(message).toContain('Did you mean trials?')
    expect(message).toContain('no credentials')
    expect(message).not.toContain('hunter2')
  })

  test('needs an experiment; a config that has no space is of an experiment, and a script that says nothing of sweeps is not run', async () => {
    await expect(loadSweepFile(written('space: { rate: [1, 2] }\n'), system)).rejects.toThrow('"experiment" cannot be left out')
    expect(await loadSweepFile(written('extend: ./fit.ts\n'), system)).toBeNull()
    expect(await loadSweepFile(written('throw new Error("ran")\n', 'fit.mjs'), system)).toBeNull()
    expect(await loadSweepFile(join(tempFolder(), 'missing.yml'), system)).toBeNull()
  })

  test('is changed by flags: what they say counts, and the rest stays', async () => {
    const was = await loadSweepFile(written(WHOLE), system)
    if (was === null) throw new Error('no sweep')
    const [layers] = was.dimensions.filter(({ name }) => name === 'layers')
    if (layers === undefined) throw new Error('no layers')
    const nothing = {
      objectives: [],
      sampler: null,
      pruner: null,
      seeds: null,
      time: null,
      trialTime: null,
      seed: null,
      results: null,
    }
    const asked = {
      ...was,
      ...nothing,
      dimensions: [{ ...layers, name: 'depth' }],
      fixed: { rate: 0.5 },
      trials: 9,
      jobs: 1,
      name: 'two',
    }
    const merged = mergeRequests(was, asked, new Set(['trials', 'name']))
    expect(merged.dimensions.map(({ name }) => name)).toEqual(['layers', 'dropout', 'depth'])
    expect(merged).toMatchObject({
      fixed: { steps: 100, rate: 0.5 },
      trials: 9,
      jobs: 4,
      name: 'two',
      time: 28_800,
      seeds: [1, 2, 3],
    })
  })
})

test('experiments are told apart by their names, and by their paths where these are alike', () => {
  const label = (...files: string[]): string[] =>
    labelExperiments(
      files.map((file) => ({ file, name: file.endsWith('b.ts') ? 'wide' : null })),
      '/p',
    ).map((one) => one.label)
  expect(label('/p/a.ts', '/p/b.ts')).toEqual(['a', 'b#wide'])
  expect(label('/p/x/a.ts', '/p/y/a.ts')).toEqual(['x/a.ts', 'y/a.ts'])
})

describe('the schema of sweeps', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  const parameters = { rate: 0.1, layers: 1, dropout: 0.1, steps: 5, key: param.secret({ env: 'KEY' }) }
  const own = ajv.compile(sweepSchema({ schema: compileParameters(parameters, {}), descriptions: {} }))
  const any = ajv.compile(sweepSchema())

  test('has every key, and takes what is read', () => {
    expect(Object.keys(sweepSchema()['properties'] ?? {})).toEqual(Object.keys(DECLARATION_KEYS))
    for (const validate of [own, any]) expect(validate(parse(WHOLE)) || validate.errors).toBe(true)
  })

  test.each([
    ['experiment: ./fit.ts', 'no space'],
    ['experiment: ./fit.ts\nspace: { rate: [1] }\ntrails: 4', 'a key that there is not'],
    ['experiment: ./fit.ts\nspace: { raet: [1] }', 'a parameter that there is not'],
    ['experiment: ./fit.ts\nspace: { key: [a] }', 'a secret'],
    ['experiment: ./fit.ts\nspace: { rate: { range: [1] } }', 'a range with one end'],
    ['experiment: ./fit.ts\nspace: { rate: [1] }\nsampler: tpee', 'a sampler that there is not'],
    ['experiment: ./fit.ts\nspace: { rate: [1] }\nobjective: { minimise: x }', 'a direction that there is not'],
    ['experiment: ./fit.ts\nspace: { rate: [1] }\nenqueue: [{ raet: 1 }]', 'an enqueued parameter that there is not'],
  ])('refuses %j: %s', (text) => {
    expect(own(parse(text))).toBe(false)
  })
})
