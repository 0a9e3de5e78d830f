import { expect, test } from 'vitest'
import type { LayerMeta } from '../../src/format/lineage.ts'
import { requestOf } from '../../src/reproduce/request-of.ts'
import { metaOf } from '../analysis/compare/compared-runs.ts'

const layer = (kind: LayerMeta['kind'], name: string, more: Partial<LayerMeta> = {}): LayerMeta => ({
  kind,
  name,
  file: `${name.split('#')[0]}.ts`,
  line: 1,
  sha256: null,
  ...more,
})
const lineage = (...layers: LayerMeta[]) => ({ lineage: { layers, parameters: {}, hooks: {} } })
const place = { project: '/now/project' }

test('a run is asked for again with its seed, namespace and values for testing', () => {
  const meta = metaOf({ file: 'src/a.ts', namespace: 'src/a', seed: 7, testing: true, ...lineage(layer('experiment', 'a')) })
  expect(requestOf(meta, place)).toEqual({ file: 'src/a.ts', name: null, tokens: ['--seed=7', '--namespace=src/a', '--testing'] })
})

test('an export that is not the primary one is named, and switches of the command line come again', () => {
  const argv = ['node', '/then/a.ts', '--strict', '--rate', '3', '--no-system']
  const meta = metaOf({
    seed: null,
    namespace: '',
    file: 'a.ts',
    name: 'small',
    export: 'small',
    argv,
    ...lineage(layer('experiment', 'a#base'), layer('extension', 'a#small')),
  })
  expect(requestOf(meta, place)).toMatchObject({ name: 'small', tokens: ['--strict', '--no-system'] })
})

test.each([
  ['the primary export', { export: 'experiment', name: 'a' }, null],
  ['the only one, under a name of its own', { export: 'walk', name: 'a' }, null],
  ['one that is called as its file', { export: 'a', name: 'a' }, 'a'],
  ['one with a name that the definition gives it', { export: 'walk', name: 'Walking' }, 'walk'],
])('%s is asked for by the right name', (_, changes, name) => {
  expect(requestOf(metaOf({ file: 'src/a.ts', ...changes, ...lineage(layer('experiment', 'a')) }), place).name).toBe(name)
})

test('mixins of the command line come again, those of experiment and config by themselves', () => {
  const layers = [layer('experiment', 'a'), layer('mixin', 'own', { by: 0 }), layer('mixin', 'mixins#slow')]
  const { tokens } = requestOf(metaOf(lineage(...layers)), place)
  expect(tokens.filter((token) => token.startsWith('--include'))).toEqual(['--include=/now/project/mixins.ts#slow'])
})

test('a config is named by its file alone', () => {
  const layers = [layer('experiment', 'a#base'), layer('config', 'small', { file: 'small.yml' })]
  expect(requestOf(metaOf({ file: 'small.yml', export: null, ...lineage(...layers) }), place)).toMatchObject({
    file: 'small.yml',
    name: null,
  })
})
