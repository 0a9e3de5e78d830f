/** Points that the program tracks beside those of "loss/train", and series of all. */
export const OTHERS = 23
export const SERIES = 19

/** An experiment that tracks a bit of everything, and then ends in the way it is told. */
export const TRACKS = `import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { audio, defineExperiment, figure, histogram, image, json, loadRun, matrix, param, text } from 'runlab'

const ENDS: Record<string, (e: any) => unknown> = {
  done: () => undefined,
  throws: () => { throw new RangeError('thrown in run') },
  'exits with 7': () => process.exit(7),
  'throws in a timer': () => { setTimeout(() => { throw new TypeError('thrown in a timer') }); return sleep(2 ** 30) },
  'runs out of memory': async ({ folder, params }) => {
    const all = params.points + ${OTHERS}
    while (existsSync('package.json') && countOf(await loadRun(folder)) < all) await sleep(20)
    const memory: unknown[] = []
    for (;;) memory.push(new Array(1e5).fill(memory.length))
  },
  waits: async () => { console.log('process ' + process.pid); await sleep(2 ** 30) },
  'never yields': () => {
    process.stdout.write('process ' + process.pid + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // as one that computes, and costs nothing
  },
}
/** Points that are in files. */
const countOf = ({ tracked }: { tracked: readonly { count: number }[] }): number => tracked.reduce((sum, { count }) => sum + count, 0)

export const experiment = defineExperiment(import.meta, {
  parameters: { end: param.choice(Object.keys(ENDS)), points: 1000 },
  async run(e) {
    for (let i = 0; i < e.params.points; i++) e.track('loss/train', i / 8)
    e.track({ rate: 0.5, epoch: 3n, isBest: true }, { step: 7 })
    for (const split of ['val', 'test']) e.track('loss', split.length, { context: { split } })
    for (const value of [NaN, Infinity, -Infinity, -0, 1e-300]) e.track('odd', value)
    e.track('note', 'häl\\nlo')
    e.track('config', { since: new Date(0), rate: NaN })
    e.track('weights', histogram([1, 2, 2, 3, NaN]))
    e.track('vector', Float32Array.of(0.5, 1))
    e.track('confusion', matrix([[1, 2], [3, 4]]))
    e.track('rows', [{ id: 1, score: 0.5 }, { id: 2 }])
    e.track('sample', { data: new Uint8Array(12).fill(200), width: 2, height: 2 }, { step: -3 })
    e.track('sample', image({ data: Float32Array.of(0, 1), width: 2, height: 1, channels: 1 }), { step: -3 })
    e.track('plot', '<svg width="4" height="4"><rect width="4" height="4"/></svg>')
    e.track('vega', figure({ mark: 'line', data: { values: [{ x: 0, y: 1 }] }, encoding: { x: { field: 'x' }, y: { field: 'y' } } }))
    e.track('tone', audio(Float32Array.of(0, 0.5, -0.5), { rate: 8000 }))
    e.track('forced', text('<svg>no picture</svg>'))
    e.track('list', json([1, 2]))
    await ENDS[e.params.end]!(e)
  },
})
experiment.runIfMain()
`
