// What is drawn, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import type { TopLevelSpec } from 'vega-lite'
import { defineExperiment, figure, image, matrix } from '../../src/index.ts'
import type { Chart } from '../../src/index.ts'

const chart = {
  type: 'lines',
  x: { label: 'false positives' },
  y: { label: 'true positives', domain: [0, 1] },
  lines: [{ label: 'model', x: [0, 0.5, 1], y: Float64Array.of(0, 0.8, 1) }],
} as const
const specification = {
  mark: 'bar',
  data: { values: [{ a: 1 }] },
  encoding: { x: { field: 'a', type: 'quantitative' } },
} as const
const typed: TopLevelSpec = specification as unknown as TopLevelSpec
const titled: Chart = { ...chart, title: 'ROC' }
const loaded: Record<string, unknown> = {}

export const experiment = defineExperiment(import.meta, {
  async run(e) {
    await e.commit('roc.svg', chart)
    await e.commit('roc.PNG', titled)
    await e.commit(`roc-${e.seed}.pdf`, figure(chart))
    await e.commit('bars.svg', { mark: 'bar', data: { values: [1] } })
    await e.commit('bars.svg', typed)
    await e.commit('bars.svg', loaded)
    await e.commit('drawn.svg', '<svg/>')
    await e.commit('drawn.png', new Uint8Array(3))
    await e.commit('element.svg', { outerHTML: '<svg/>' })
    await e.commit(e.name, chart)
    // @ts-expect-error lines are missing
    await e.commit('roc.svg', { type: 'lines', x: { label: 'x' }, y: { label: 'y' } })
    // @ts-expect-error a type that there is not
    await e.commit('roc.png', { type: 'line', x: { label: 'x' }, y: { label: 'y' }, lines: [] })
    // @ts-expect-error a number is no picture
    await e.commit('roc.png', 3)
    await e.plot('roc', chart)
    await e.plot('roc', { type: 'images', title: 'x', frames: [] })
    await e.plot('bars', specification)
    await e.plot('bars', typed, { title: 'Bars' })
    // @ts-expect-error lines are missing
    await e.plot('roc', { type: 'lines', x: { label: 'x' }, y: { label: 'y' } })
    // @ts-expect-error a number is no figure
    await e.plot('roc', 7)
    e.track('roc', chart)
    e.track('roc', image(chart))
    e.track('bars', image(specification))
    e.track('bars', image({ mark: 'bar', data: { values: [1] } }))
    e.track('bars', image(figure(typed)))
    e.track(
      'confusion',
      matrix(
        [
          [1, 2],
          [3, 4],
        ],
        { rows: ['a', 'b'] },
      ),
    )
    e.track('confusion', matrix([1, 2, 3, 4], [2, 2], { columns: ['a', 'b'] }))
    // @ts-expect-error a name is text
    matrix([[1, 2]], { rows: [1] })
    // @ts-expect-error a domain has two ends
    figure({ ...chart, y: { label: 'y', domain: [1] } })
  },
})
