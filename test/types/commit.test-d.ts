// What can be committed, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import { Readable } from 'node:stream'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { TopLevelSpec } from 'vega-lite'
import { defineExperiment, figure } from '../../src/index.ts'
import type { Artifact, Committable, LineChart } from '../../src/index.ts'

interface Row {
  readonly name: string
  readonly values: readonly number[]
  readonly inner?: { readonly when: Date } | undefined
}
class Model {
  weights = [1]
  predict(): number {
    return this.weights[0] ?? 0
  }
}
declare const row: Row
declare const element: ReturnType<typeof Plot.plot>
declare const specification: TopLevelSpec
declare const chart: LineChart
declare const anything: Committable
declare const unknown: unknown
declare const file: string | Uint8Array

export const experiment = defineExperiment(import.meta, {
  async run(e) {
    const artifact: Artifact = await e.commit('a.txt', 'text')
    await e.commit(artifact.name, file)
    await e.commit('a.bin', Buffer.from('x'))
    await e.commit('a.bin', new ArrayBuffer(3))
    await e.commit('a.bin', new Blob(['x']))
    await e.commit('a.bin', Readable.from(['x']))
    await e.commit('a.bin', (await fetch('https://example.org')).body ?? '')
    await e.commit(
      'a.txt',
      (async function* () {
        yield 'line\n'
      })(),
    )
    await e.commit('a.json', { a: 1, when: new Date(), big: 3n, list: [row], map: new Map([['a', 1]]) })
    await e.commit('a.json', row)
    await e.commit('a.json', [row])
    await e.commit('a.json', new Map([['a', row]]))
    await e.commit('a.json', Float64Array.of(1))
    await e.commit('a.json', { run: e.params, values: e.values } as Readonly<Record<string, unknown>>)
    await e.commit('a.svg', element)
    await e.commit('a.svg', specification)
    await e.commit('a.svg', { mark: 'line', data: { values: [{ x: 1 }] }, encoding: { x: { field: 'x' } } })
    await e.commit('a.png', Plot.plot({ document: parseHTML('').document, marks: [] }))
    await e.commit('a.png', figure('<svg/>'))
    await e.commit('a.png', chart)
    await e.commit('a.png', { type: 'lines', title: 'x', x: { label: 'x' }, y: { label: 'y' }, lines: [] })
    await e.commit('a.txt', anything)
    // @ts-expect-error a number is no text
    await e.commit('a.txt', 3)
    // @ts-expect-error nothing
    await e.commit('a.txt', undefined)
    // @ts-expect-error nothing
    await e.commit('a.json', null)
    // @ts-expect-error a promise that was not awaited
    await e.commit('a.json', Promise.resolve({ a: 1 }))
    // @ts-expect-error a function
    await e.commit('a.json', () => ({ a: 1 }))
    // @ts-expect-error an instance with methods
    await e.commit('a.json', new Model())
    // @ts-expect-error a regular expression
    await e.commit('a.json', /a/)
    // @ts-expect-error what it is, is not known
    await e.commit('a.json', unknown)
    // @ts-expect-error no such text or data
    await e.commit('a.txt', Symbol('a'))
  },
})
// @ts-expect-error a function is not committable
export const wrong: Committable = () => 1
