import { describe, expect, test } from 'vitest'
import type { SpecificationLayer } from '../../../src/experiment/layers.ts'
import { ownFacts } from '../../../src/runtime/life/own-facts.ts'
import { readSourceFacts } from '../../../src/snapshot/source-facts.ts'

const TEXT = `import { defineExperiment, defineMixin } from 'runlab'
export const base = defineExperiment(import.meta, { parameters: { n: 1 }, run() {} })
export const one = base.extend(import.meta, {})
export const two = base.extend(import.meta, {})
export const mixed = defineMixin(import.meta, {})
`
const layer = (kind: SpecificationLayer['kind'], line: number | null): SpecificationLayer => ({
  kind,
  location: { file: '/a.ts', url: 'file:///a.ts', line: () => line },
  description: null,
})

describe('what the source says of a layer', () => {
  test('is told by its kind and line', async () => {
    const facts = await readSourceFacts('a.ts', TEXT)
    const nameOf = (kind: SpecificationLayer['kind'], line: number | null, exportName?: string): string | undefined =>
      ownFacts({ layer: layer(kind, line), facts, names: [], ...(exportName === undefined ? {} : { exportName }) })
        ?.exportNames[0]
    expect(nameOf('experiment', null)).toBe('base')
    expect(nameOf('mixin', 5)).toBe('mixed')
    expect(nameOf('extension', 3)).toBe('one')
    expect(nameOf('extension', 4)).toBe('two')
    expect(nameOf('extension', 4, 'one')).toBe('one')
  })

  test('is nothing of an extension that a function makes on another line', async () => {
    const facts = await readSourceFacts('a.ts', TEXT)
    expect(ownFacts({ layer: layer('extension', 9), facts, names: [] })).toBeUndefined()
    expect(ownFacts({ layer: layer('extension', 2), facts, names: ['n'] })).toBeUndefined()
  })
})
