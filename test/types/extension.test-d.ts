// Types that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import { abstract, defineExperiment, defineMixin, inherit, param } from '../../src/index.ts'

const notify = defineMixin(import.meta, {
  parameters: { topic: 'runs', retries: 3, level: param.choice(['info', 'error']) },
  implement: {
    afterRun: (e) => e.log(e.params.topic.toUpperCase(), e.params.retries.toFixed()),
    onError: { prepend: (e, error) => e.log(e.params.level, String(error)) },
    filterWords: { append: (_e, words: string[]) => void words.length, optional: true },
  },
})

const audit = defineMixin(import.meta, { implement: { beforeRun: (e) => e.log(e.seed) } })

defineMixin(import.meta, {
  parameters: { topic: 'runs' },
  implement: {
    // @ts-expect-error no such parameter
    afterRun: (e) => e.log(e.params.topik),
  },
})

const base = defineExperiment(import.meta, {
  parameters: {
    numWords: 50,
    label: 'x',
    sizes: [1, 2],
    optimizer: param.choice(['adam', 'sgd']),
    key: param.secret({ env: 'K' }),
  },
  derived: { total: (p) => p.numWords * p.sizes.length },
  hooks: {
    filterWords: (e, words: string[]) => words.slice(e.params.numWords),
    score: async (e) => (e.params.optimizer === 'adam' ? 3 : e.params.total),
    judge: abstract<(answer: string, weights: number[]) => number>(),
  },
  testing: { numWords: 3, optimizer: 'sgd' },
  async run(e) {
    const words: string[] = await e.call('filterWords', ['a'])
    const judged: number = await e.call('judge', 'x', [1])
    // @ts-expect-error wrong argument of an abstract hook
    await e.call('judge', 3, [1])
    e.set('n', words.length + judged)
  },
})

const child = base.extend(import.meta, {
  override: { numWords: inherit((n) => n * 2), optimizer: 'sgd', sizes: inherit((sizes) => [...sizes, 3]), label: inherit() },
  parameters: { stopWords: ['the'], limit: param.integer(3) },
  derived: { half: (p) => p.limit / 2 },
  implement: {
    filterWords: (e, words) => words.filter((w) => !e.params.stopWords.includes(w)),
    score: { wrap: async (previous, e) => (await previous()) + e.params.total + e.params.half },
    judge: (e, answer, weights) => answer.length * (weights[0] ?? 1) * e.params.limit,
    afterRun: { append: (e) => e.log(e.params.stopWords.length) },
    onError: (e, error) => e.log(String(error), e.params.limit),
  },
  hooks: { report: (e, rows: number) => `${rows} ${e.params.label} ${e.params.limit}` },
  testing: { limit: 1, numWords: 2 },
  async run(e) {
    const text: string = await e.call('report', 3)
    const words: string[] = await e.call('filterWords', [text])
    const half: number = e.params.half
    e.set('n', words.length + half)
    // @ts-expect-error no such hook
    await e.call('reports', 3)
  },
})
const grandchild = child.extend(import.meta, {
  override: { numWords: inherit((n) => n + 1), limit: 4, stopWords: ['a'] },
  implement: { report: (e, rows) => `${rows * e.params.limit}`, filterWords: { append: (_e, words) => void words.length } },
})
export const total: number = (await grandchild.run({ parameters: { numWords: 5, limit: inherit((n) => n + 1) } })).params.total
export const stop: readonly string[] | undefined = child.defaults.stopWords

const mixed = base.extend(import.meta, {
  mixins: [notify, audit],
  parameters: { topic: 'papers', weight: 0.5 },
  implement: { judge: (e) => e.params.retries, afterRun: (e) => e.log(e.params.topic) },
  async run(e) {
    const topic: string = e.params.topic
    const level: 'info' | 'error' = e.params.level
    e.log(topic, level, e.params.numWords.toFixed())
    // @ts-expect-error no such parameter
    e.log(e.params.topik)
  },
})
export const retries: number | undefined = mixed.defaults.retries

export const whole = defineExperiment(import.meta, {
  mixins: [notify],
  parameters: { topic: 'mine', n: 3 },
  derived: { twice: (p) => p.n * 2 + p.retries },
  run: (e) => e.log(e.params.topic, e.params.retries + e.params.twice + e.params.n),
})

// What implements sees the hooks that stand above it, and what stands below does not keep the others from being typed.
const seeing = base.extend(import.meta, {
  parameters: { more: 1 },
  hooks: { report: (e, rows: number) => `${rows} ${e.params.more}` },
  implement: {
    filterWords: async (e, words) => [await e.call('report', words.length)],
    score: { wrap: async (previous, e) => (await previous()) + (await e.call('report', 3)).length },
    afterRun: async (e) => {
      const text: string = await e.call('report', 2)
      // @ts-expect-error wrong argument
      await e.call('report', text)
      // @ts-expect-error no such hook
      await e.call('reports', 2)
    },
  },
})
seeing.extend(import.meta, { implement: { report: (e, rows) => `${rows * e.params.more}` } })
base.extend(import.meta, {
  implement: {
    // @ts-expect-error declared below: `hooks` has to stand above
    beforeRun: async (e) => void (await e.call('report', 3)),
  },
  hooks: { report: (_e, rows: number) => `${rows}` },
  run: async (e) => (await e.call('report', 3)).length,
})
defineExperiment(import.meta, {
  implement: { beforeRun: (e) => e.log(e.seed) },
  hooks: { score: () => 3 },
  run: async (e) => (await e.call('score')).toFixed(),
})
defineExperiment(import.meta, {
  hooks: {
    // @ts-expect-error runlab calls it
    score: async (e) => void (await e.call('beforeRun')),
  },
  // @ts-expect-error runlab calls it
  implement: { afterRun: async (e) => void (await e.call('onError')) },
  // @ts-expect-error runlab calls it
  run: async (e) => void (await e.call('afterRun')),
})
defineMixin(import.meta, {
  // @ts-expect-error runlab calls it
  implement: { afterRun: async (e) => void (await e.call('beforeTesting')) },
})

// @ts-expect-error misspelt parameter
base.extend(import.meta, { override: { numWord: 3 } })
// @ts-expect-error wrong type
base.extend(import.meta, { override: { numWords: 'no' } })
// @ts-expect-error inherits what is no number
base.extend(import.meta, { override: { numWords: inherit((n: string) => n) } })
// @ts-expect-error not among the choices
base.extend(import.meta, { override: { optimizer: 'adamw' } })
// @ts-expect-error declared by the base already
base.extend(import.meta, { parameters: { numWords: 3 } })
// @ts-expect-error misspelt hook
base.extend(import.meta, { implement: { filterWord: (_e: unknown, words: string[]) => words } })
// @ts-expect-error wrong result
base.extend(import.meta, { implement: { score: () => 'high' } })
// @ts-expect-error declared by the base already
base.extend(import.meta, { hooks: { score: () => 3 } })
// @ts-expect-error a mode that there is not
base.extend(import.meta, { implement: { score: { after: () => 3 } } })
// @ts-expect-error misspelt parameter for testing
base.extend(import.meta, { testing: { numWord: 3 } })
// @ts-expect-error no mixin
base.extend(import.meta, { mixins: ['notify'] })
// @ts-expect-error a key that there is not
base.extend(import.meta, { overrides: {} })
// @ts-expect-error another type than the base computes
base.extend(import.meta, { derived: { total: () => 'many' } })
// @ts-expect-error another type than the base's parameter
base.extend(import.meta, { derived: { numWords: () => 'many' } })
base.extend(import.meta, { derived: { numWords: (p) => p.sizes.length * 3, total: (p) => p.numWords } })

const later = defineExperiment(import.meta, {
  parameters: { n: 1 },
  hooks: {
    save: async (_e, rows: number[]): Promise<void> => void (await Promise.resolve(rows)),
    note: (_e, _text: string): void => undefined,
    score: async () => 3,
    both: async (e) => String(await e.call('score')),
  },
  run: async (e) => void (await e.call('save', [(await e.call('score')).toFixed.length])),
})
later.extend(import.meta, {
  implement: {
    save: (_e, rows) => rows.push(1),
    note: (e, text) => e.commit('note.txt', text),
    score: () => 4,
    both: { wrap: async (previous) => `${await previous()}!` },
  },
  hooks: { more: async (e) => (await e.call('score')) + 1 },
})
later.extend(import.meta, {
  implement: {
    // @ts-expect-error it returns nothing
    score: () => {},
    // @ts-expect-error nor does what goes around it
    both: { wrap: async (previous) => void (await previous()) },
  },
})
later.extend(import.meta, {
  implement: {
    // @ts-expect-error beside others it may return nothing, but no other type
    score: { append: () => 'high' },
    both: { append: (e) => e.log('x') },
  },
})
const choosing = defineExperiment(import.meta, {
  hooks: {
    pick: (): 'adam' | 'sgd' => 'adam',
    row: (_e, n: number): { readonly n: number; readonly tags: readonly string[] } => ({ n, tags: [] }),
    fails: (): number => 3,
    same: <T>(_e: unknown, value: T) => value,
  },
  run() {},
})
choosing.extend(import.meta, {
  implement: {
    pick: () => 'sgd',
    row: async (_e, n) => ({ n, tags: ['a'] }),
    fails: () => {
      throw new Error('not here')
    },
    same: { wrap: (previous, _e, value) => previous(value) },
  },
})
choosing.extend(import.meta, { implement: { pick: JSON.parse('"sgd"'), row: { replace: (_e, n) => ({ n, tags: [] }) } } })
// @ts-expect-error not one of them
choosing.extend(import.meta, { implement: { pick: () => 'adamw' } })
// @ts-expect-error two modes at once
later.extend(import.meta, { implement: { score: { append: () => 1, wrap: async () => 1 } } })
// @ts-expect-error a hook that every experiment has is implemented, not declared
defineExperiment(import.meta, { hooks: { beforeRun: (_e, x: number) => x }, run() {} })
