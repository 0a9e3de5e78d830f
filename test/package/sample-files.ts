const BODY = `{
  parameters: { numWords: 50 },
  async run(e) {
    e.set('n', e.params.numWords)
    for (let i = 0; i < 1000; i++) e.track('loss', i / 8)
    e.track('dots', { data: new Uint8Array(4), width: 2, height: 2 })
    await e.commit('a.txt', 'hello')
    e.log('done')
  },
}`

/** An experiment as an ES module; valid as TypeScript, too. */
export const MODULE = `import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, ${BODY})
experiment.runIfMain()
`

/** The same, with what only TypeScript has. */
export const TYPESCRIPT = `import type { Experiment } from 'runlab'
${MODULE}
enum Unused { A }
export const unused = Unused.A satisfies number
export type Values = typeof experiment extends Experiment<infer V, infer _H> ? V : never
`

/** The same as a CommonJS module. */
export const COMMONJS = `const { defineExperiment } = require('runlab')

const experiment = defineExperiment(module, ${BODY})
module.exports = { experiment }
experiment.runIfMain()
`

/** A program that loads the runs in the folders that it is given and prints what is in them. */
export const READER = `import { loadRun } from 'runlab'

const recordOf = async (folder) => {
  const run = await loadRun(folder)
  const log = await run.readLog()
  return {
    status: run.status,
    numWords: run.params.numWords,
    n: run.get('n'),
    text: await run.artifacts.get('a.txt').text(),
    logged: /done$/m.test(log),
    tracked: [run.series('loss').values.at(-1), ...Array.from(run.series('dots'), ({ value }) => value.width)],
  }
}
console.log(JSON.stringify(await Promise.all(process.argv.slice(2).map(recordOf))))
`

/** What the reader prints of a run with so many words. */
export const recordOf = (numWords: number): object => ({
  status: 'done',
  numWords,
  n: numWords,
  text: 'hello',
  logged: true,
  tracked: [124.875, 2],
})

/** Tracks what takes a font, an encoder, and a language of figures to draw. */
export const TRACKS = `import { defineExperiment, figure, image } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  run(e) {
    for (const step of [0, 1, 2]) {
      e.track('loss', 1 / (step + 1), { step })
      e.track('dots', image({ data: new Uint8Array(64).fill(step * 100), width: 8, height: 8 }), { step })
    }
    e.track('bars', figure({ mark: 'bar', data: { values: [{ a: 'b', c: 1 }] }, encoding: { x: { field: 'a' }, y: { field: 'c' } } }))
  },
})
`
