import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { applyConfig } from '../../../src/experiment/config/apply-config.ts'
import { readConfigChain } from '../../../src/experiment/config/read-config-chain.ts'
import { specify } from '../../../src/experiment/define.ts'

const folder = mkdtempSync(join(tmpdir(), 'runlab-apply-'))
writeFileSync(join(folder, 'base.ts'), '')
const base = specify(
  { url: pathToFileURL(join(folder, 'base.ts')).href },
  { parameters: { n: 1, seed: 4 }, run: () => undefined },
)

/** What becomes of the base by a config of this text. */
async function apply(text: string): Promise<ReturnType<typeof applyConfig>> {
  writeFileSync(join(folder, 'a.yml'), `extend: ./base.ts\n${text}`)
  const { documents, problems } = await readConfigChain(join(folder, 'a.yml'), {})
  const [document] = documents
  expect(problems).toEqual([])
  if (document === undefined) throw new Error('no document')
  return applyConfig(base, document, [])
}

test('a config is a layer on top, and changes nothing of what it derives', async () => {
  const { specification, problems } = await apply('name: Fast\nnamespace: a/b\nparameters:\n  n: 3\n')
  expect(problems).toEqual([])
  expect(specification.layers.map(({ kind }) => kind)).toEqual(['experiment', 'config'])
  expect(specification.parameters.settings.get('n')).toMatchObject([
    { declares: true },
    { source: 'config', layer: 1, given: { data: 3 } },
  ])
  expect(specification.settled).toMatchObject({ name: 'Fast', namespace: 'a/b' })
  expect([specification.code, specification.location.file]).toEqual([base.code, join(folder, 'a.yml')])
  expect([base.layers.length, base.parameters.settings.get('n')?.length, base.settled]).toEqual([1, 1, {}])
})

test('a config that gives two seeds is refused', async () => {
  const { problems } = await apply('seed: 3\nparameters:\n  seed: 4\n')
  expect(problems).toMatchObject([{ code: 'CONFIG_VALUE', place: { line: 4, column: 3 } }])
  expect(problems[0]?.message).toContain('expected no `seed` under `parameters` beside it')
  expect((await apply('seed: 3\n')).specification.settled.seed).toMatchObject({ value: 3, layer: 1, place: { line: 2 } })
})
