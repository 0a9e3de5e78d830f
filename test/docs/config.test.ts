import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CATALOGUE } from '../../src/errors.ts'
import { CONFIG_KEYS } from '../../src/experiment/config/config-keys.ts'
import { configSchema } from '../../src/experiment/config/config-schema.ts'
import { codeOf, readPage, sectionOf, tableOf } from './page.ts'

const page = readPage('docs/reference/config.md')

test('the reference of configs names every key, and no others', () => {
  expect(tableOf(sectionOf(page, 'Keys'), 'key').map(({ key }) => codeOf(key))).toEqual(Object.keys(CONFIG_KEYS))
})

test('the reference of configs names every code of theirs, and no others', () => {
  const codes = Object.keys(CATALOGUE).filter((code) => code.startsWith('CONFIG_'))
  expect(tableOf(sectionOf(page, 'Errors'), 'code').map(({ code }) => codeOf(code))).toEqual(codes)
})

test('the configs in the reference are right', () => {
  const examples = Array.from(page.matchAll(/^```yaml\n(.*?)^```$/gms), (match) => match[1] ?? '')
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema())
  expect(examples.length).toBe(2)
  for (const example of examples) expect([example, validate(parse(example))]).toEqual([example, true])
})
