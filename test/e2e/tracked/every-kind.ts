/** Notes what a run has tracked as plain data, the same whoever reads: the run itself, a reader of it, this process. */
export const SEEN = `exports.seen = (run) => ({
  summaries: run.tracked,
  points: run.tracked.map(({ name, context }) => Array.from(run.series(name, { context }), ({ step, time, value }) => [step, time, plain(value)])),
  columns: run.tracked.map(({ name, context }) => { const { steps, times } = run.series(name, { context }); return [steps, times] }),
})
const plain = (value) => {
  if (typeof value !== 'object' || value === null || !('sha256' in value)) return value
  const { path, ...facts } = value // where the folder is, is not the point's
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined))
}
`

/** What the program tracks by path: the least that is recognised as what it is. */
export const MEDIA_FILES: Readonly<Record<string, Buffer>> = {
  'a.gif': Buffer.concat([Buffer.from('GIF89a'), Buffer.from([3, 0, 2, 0]), Buffer.alloc(20)]),
  'b.mp4': Buffer.concat([Buffer.from('\0\0\0\x18ftypisom'), Buffer.alloc(40)]),
  'c.ogg': Buffer.concat([Buffer.from('OggS'), Buffer.alloc(60)]),
  'd.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><title>ö</title></svg>'),
}

/** Tracks every kind of data there is, in every way that a series can be named and counted. */
const BODY = `{
  async run(e) {
    const { track } = e
    for (let i = 0; i < 50; i++) track('numbers', i % 2 === 0 ? i / 3 : -i)
    for (const value of [NaN, Infinity, -Infinity, -0, 5e-324, true, false, 2n ** 53n]) track('numbers at the edge', value)
    for (const step of [5, -1, 0.25, 5, 1e300]) track('steps/out of order', step, { step })
    for (const fold of [1, 2]) for (const split of ['train', 'val']) track('loss', fold, { context: { split, fold } })
    track('loss', 9)
    track({ together: 1, 'in/one/call': 'a text' }, { step: 3 })
    track('text', text('a.gif'))
    track('text', 'two\\nlines, ö, \\u{1F600}, "quoted", a\\\\b')
    track('histogram', histogram([1, 2, 2.5, NaN, Infinity], { bins: 3 }))
    track('histogram', histogram([], { bins: [0, 1] }))
    track('vector', Int16Array.of(-1, 0, 1))
    track('vector', [0.5, NaN])
    track('matrix', matrix(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3]))
    track('cube', matrix(new Float32Array(8).fill(0.5), [2, 2, 2]))
    track('table', [{ id: 1, when: new Date(5) }, { id: 2, note: 'later' }])
    track('table', table([]))
    track('image', image({ data: Float32Array.of(0, 0.5, 1, 1), width: 2, height: 2 }))
    track('image', 'a.gif')
    track('image', new Uint8Array(readFileSync('a.gif')), { context: { as: 'bytes' } })
    track('figure', 'd.svg')
    track('figure', figure({ mark: 'bar', data: { values: [{ a: 1 }] } }))
    track('audio', audio([Float32Array.of(0, 0.5), Float32Array.of(0, -0.5)], { rate: 16000 }))
    track('audio', 'c.ogg')
    track('video', video('b.mp4'))
    track('json', json([1, 2, 3]))
    track('json', { when: new Date(0), big: 1n, map: new Map([['a', new Set([1])]]), nan: NaN, none: null })
    await e.commit('live.json', seen(e))
  },
}`

const NAMES = 'audio, defineExperiment, figure, histogram, image, json, matrix, table, text, video'

export const MODULE = `import { readFileSync } from 'node:fs'
import { ${NAMES} } from 'runlab'
import noted from './seen.cjs'
const { seen } = noted
export const experiment = defineExperiment(import.meta, ${BODY})
experiment.runIfMain()
`

export const COMMONJS = `const { readFileSync } = require('node:fs')
const { ${NAMES} } = require('runlab')
const { seen } = require('./seen.cjs')
exports.experiment = defineExperiment(module, ${BODY})
exports.experiment.runIfMain()
`
