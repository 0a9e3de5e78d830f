import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ParameterMeta } from '../../../src/format/meta.ts'
import { encodeValue } from '../../../src/format/tagged-json.ts'
import { describeParameters } from '../../../src/parameters/describe.ts'
import { param } from '../../../src/parameters/param.ts'
import type { Given } from '../../../src/parameters/resolve.ts'
import { specify } from '../../../src/experiment/define.ts'
import { recordedParameters } from '../../../src/runtime/life/recorded-parameters.ts'
import { resolveFor } from '../../../src/runtime/life/settle-parameters.ts'
import { realSystem } from '../../../src/runtime/system.ts'
import { Redactor } from '../../../src/secrets/redactor.ts'
import { metaOf } from '../../analysis/compare/compared-runs.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'

const project = tempFolder()
const system = { ...realSystem(), cwd: () => project, env: { TOKEN: 'sesame-open-wide' } }
mkdirSync(join(project, 'data'))
for (const name of ['a.txt', 'b.txt']) writeFileSync(join(project, 'data', name), name)

/** An experiment of a project in a folder of its own. */
function specificationOf(parameters: Record<string, unknown>, derived: Record<string, any> = {}) {
  const url = `file://${project}/experiment.ts`
  return specify({ url, filename: join(project, 'experiment.ts') }, { parameters, derived, run: () => undefined })
}

const PARAMETERS = {
  count: 1,
  rate: param.number(0.5, { min: 0 }),
  list: [1, 2],
  nothing: param.optional(param.number(3)),
  when: new Date(0),
  weights: new Float64Array([1]),
  json: { a: [1] },
  many: new Map([['a', 1]]),
  kind: param.choice(['a', 'b']),
  file: param.path('data/a.txt'),
  files: param.list(['data/a.txt'], { of: param.path('data/a.txt') }),
  wide: param.schema(
    z.string().transform((text) => text.length),
    'abc',
  ),
  infinite: 1,
  key: param.secret({ env: 'TOKEN' }),
  seed: 1,
}
const derived = { twice: (p: any) => p.count * 2 }

const GIVEN: Record<string, unknown> = {
  count: 7,
  rate: 1e-300,
  list: [],
  nothing: 4,
  when: new Date(5),
  weights: new Float64Array([1, Number.NaN]),
  json: { b: { c: null } },
  many: new Map([['b', Number.NaN]]),
  kind: 'b',
  file: 'data/b.txt',
  files: ['data/b.txt', 'data/a.txt'],
  wide: 'abcdef',
  infinite: Number.POSITIVE_INFINITY,
}

/** The parameters of a run that was given something, as its metadata has them. */
async function recorded(given: Record<string, Given>): Promise<Record<string, ParameterMeta>> {
  const resolved = await resolveFor(specificationOf(PARAMETERS, derived), [{ source: 'command line', given }], { system })
  return describeParameters(resolved, {}, project, new Redactor(resolved.secrets))
}

const asGiven = (values: Record<string, unknown>): Record<string, Given> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]))

describe('the parameters of a run', () => {
  test.each(Object.entries(GIVEN))('%s comes back from the metadata as it was', async (name, value) => {
    const parameters = await recorded(asGiven({ [name]: value }))
    const specification = specificationOf(PARAMETERS, derived)
    const options = { meta: metaOf({ parameters }), project, given: new Set<string>(), testing: false, system }
    const { given, warnings } = await recordedParameters(specification, options)
    expect([Object.keys(given), warnings]).toEqual([[name], []])
    const again = await resolveFor(specification, [{ source: 'original run', given }], { system })
    const described = describeParameters(again, {}, project, new Redactor(again.secrets))
    expect(described[name]?.value).toEqual(parameters[name]?.value)
    expect(encodeValue(again.values['twice'])).toBe(name === 'count' ? 14 : 2)
  })

  test('nothing is given of what the code gives by itself, of secrets, computed values and the seed', async () => {
    const parameters = await recorded(asGiven({ seed: 5 }))
    const options = { meta: metaOf({ parameters }), project, given: new Set<string>(), testing: false, system }
    expect(await recordedParameters(specificationOf(PARAMETERS, derived), options)).toEqual({ given: {}, warnings: [] })
  })

  test('an old default is kept when the code has another now', async () => {
    const meta = metaOf({ parameters: await recorded({}) })
    const { given } = await recordedParameters(specificationOf({ ...PARAMETERS, count: 2 }, derived), {
      meta,
      project,
      given: new Set<string>(),
      testing: false,
      system,
    })
    expect(given).toEqual({ count: { value: 1 } })
  })

  test('what the command line gives is not asked of the original, and what is gone is a warning', async () => {
    const meta = metaOf({ parameters: await recorded(asGiven({ count: 7 })) })
    const { count: _, ...others } = PARAMETERS
    const options = { meta, project, testing: false, system }
    expect(await recordedParameters(specificationOf(PARAMETERS, derived), { ...options, given: new Set(['count']) })).toEqual({
      given: {},
      warnings: [],
    })
    const { warnings } = await recordedParameters(specificationOf(others), { ...options, given: new Set() })
    expect(warnings).toEqual([expect.stringContaining('"count"'), expect.stringContaining('"twice"')])
  })

  test('a path in the project is found in the project as it lies now', async () => {
    const meta = metaOf({ parameters: await recorded(asGiven({ file: 'data/b.txt' })) })
    const options = { meta, project: '/elsewhere', given: new Set<string>(), testing: false, system }
    const { given } = await recordedParameters(specificationOf(PARAMETERS, derived), options)
    expect(given['file']).toEqual({ value: '/elsewhere/data/b.txt' })
  })

  test('a value that was masked is asked for by name (REPEAT_PARAMETER)', async () => {
    const parameters = await recorded(asGiven({ json: { token: 'sesame-open-wide' } }))
    const options = { meta: metaOf({ parameters }), project, given: new Set<string>(), testing: false, system }
    await expect(recordedParameters(specificationOf(PARAMETERS, derived), options)).rejects.toMatchObject({
      code: 'PARAMETERS_INVALID',
      details: { problems: [{ code: 'REPEAT_PARAMETER', hint: 'Give it again: -p json=VALUE.' }] },
    })
  })
})
