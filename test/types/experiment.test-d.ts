// Types that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import { defineExperiment, inherit, loadRun, param } from '../../src/index.ts'

const base = defineExperiment(import.meta, {
  parameters: {
    numWords: 50,
    label: 'x',
    sizes: [1, 2],
    verbose: false,
    nested: { depth: 3, tags: ['a'] },
    optimizer: param.choice(['adam', 'sgd']),
    rate: param.number(1e-3, { min: 0 }),
    dataset: param.path('./words.txt'),
    key: param.secret({ env: 'API_KEY' }),
  },
  verify: { 'loss/*': { relative: 1e-6 }, 'timing/*': 'ignore', 'curve.png': 'pixels', x: 1e-3 },
  derived: { total: (p) => p.numWords * p.sizes.length },
  hooks: {
    filterWords: (e, words: string[]) => {
      const n: number = e.params.numWords
      // @ts-expect-error no such parameter
      void e.params.nope
      return words.slice(n)
    },
    score: async (e) => (e.params.optimizer === 'adam' ? 3 : e.params.total),
  },
  implement: {
    beforeRun: (e) => e.log(e.params.label),
    onError: (e, error) => e.log(String(error), e.params.total),
    afterRun: async (e) => void (await e.call('score')),
  },
  async run(e) {
    const n: number = e.params.numWords + e.params.total + e.params.rate
    const depth: number = e.params.nested.depth
    const key: string = e.params.key + e.params.dataset
    const words: string[] = await e.call('filterWords', ['a'])
    const score: number = await e.call('score')
    // @ts-expect-error wrong result
    const wrong: string = await e.call('score')
    // @ts-expect-error wrong result of a hook with arguments
    const wrongToo: number = await e.call('filterWords', ['a'])
    void [wrong, wrongToo]
    // @ts-expect-error wrong argument
    await e.call('filterWords', 3)
    // @ts-expect-error no such hook
    await e.call('nope')
    // @ts-expect-error no such parameter
    void e.params.nope
    // @ts-expect-error parameters are read-only
    e.params.numWords = 3
    // @ts-expect-error lists are frozen
    e.params.sizes.push(3)
    // @ts-expect-error and objects
    e.params.nested.depth = 4
    // @ts-expect-error and what is in them
    e.params.nested.tags.push('b')
    // @ts-expect-error not among the choices
    void (e.params.optimizer === 'adamw')
    e.set('x', n + depth + words.length + score)
    for (const i of e.progress(3)) e.log(i satisfies number)
    for (const s of e.progress(['a'])) e.log(s satisfies string)
    await e.commit(`${key}.txt`, e.random.choice(['a', 'b']))
  },
})

const run = await base.run({
  parameters: { numWords: 3, optimizer: 'sgd', sizes: [3], nested: { depth: 1, tags: [] }, key: 'sk' },
})
export const total: number = run.params.total
// @ts-expect-error wrong type
void base.run({ parameters: { numWords: 'no' } })
// @ts-expect-error no such parameter
void base.run({ parameters: { numWord: 3 } })
// @ts-expect-error a loaded run has no log to write to
run.log('x')
// @ts-expect-error a secret was never written: it is not there in the run that is read
export const secret: string = run.params.key
export const unset: undefined = (await base.load('results/x')).params.key
export const loaded: number = (await base.load('results/x')).params.numWords
export const untyped: unknown = (await loadRun('results/x')).params['numWords']

const typed = defineExperiment(import.meta, {
  parameters: { mode: 'fast' as 'fast' | 'exact', limit: param.optional(param.number(1)) },
  run(e) {
    const mode: 'fast' | 'exact' = e.params.mode
    // @ts-expect-error not one of them
    if (e.params.mode === 'slow') e.log(mode)
    // @ts-expect-error it may be null
    e.params.limit.toFixed()
    e.log(e.params.limit?.toFixed() ?? 'none')
  },
})
void typed.run({ parameters: { mode: 'exact', limit: null } })
void typed.extend(import.meta, { override: { mode: 'exact', limit: inherit((limit) => (limit ?? 1) * 2) } })
// @ts-expect-error not one of them
void typed.run({ parameters: { mode: 'slow' } })

// @ts-expect-error `run` is missing
defineExperiment(import.meta, { parameters: {} })
// @ts-expect-error a hook is a function
defineExperiment(import.meta, { hooks: { x: 3 }, run() {} })
// @ts-expect-error a misspelt key
defineExperiment(import.meta, { parameter: {}, run() {} })
defineExperiment(import.meta, { run() {} })
defineExperiment(module, { run: (e) => e.log('CommonJS') })

// Results.
defineExperiment(import.meta, { results: ['metrics/accuracy', { name: 'loss', direction: 'min', unit: 'nats' }], run() {} })
// @ts-expect-error no such direction
defineExperiment(import.meta, { results: [{ name: 'loss', direction: 'down' }], run() {} })
// @ts-expect-error no name
defineExperiment(import.meta, { results: [{ direction: 'min' }], run() {} })
