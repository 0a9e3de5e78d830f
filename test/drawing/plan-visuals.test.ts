import { describe, expect, test } from 'vitest'
import { planVisuals } from '../../src/drawing/plan-visuals.ts'
import type { SeriesSummary } from '../../src/format/series.ts'

function series(
  name: string,
  context: SeriesSummary['context'] = null,
  kind = 'number',
  [min, max]: readonly [number | null, number | null] = [null, null],
): SeriesSummary {
  const nothing = { firstStep: 0, lastStep: 0, firstTime: 0, lastTime: 0, last: null, mean: null }
  return { name, context, kind, count: 1, nonFinite: 0, min, max, ...nothing }
}

const sized = (name: string, min: number, max: number): SeriesSummary => series(name, null, 'number', [min, max])

/** Title, file and lines of each visual. */
function planned(tracked: readonly SeriesSummary[], rules: Parameters<typeof planVisuals>[1] = {}): readonly unknown[] {
  return planVisuals(tracked, rules).visuals.map((visual) => [
    visual.title,
    [visual.name, visual.part].filter((part) => part !== undefined).join('.'),
    visual.series.map(({ label }) => label),
  ])
}

describe('what is drawn of a run', () => {
  test('is each series, and before those that have a prefix in common a plot with all of them', () => {
    expect(planned([series('loss/train'), series('rate'), series('loss/val')])).toEqual([
      ['loss', 'loss', ['train', 'val']],
      ['loss/train', 'loss/train', ['loss/train']],
      ['rate', 'rate', ['rate']],
      ['loss/val', 'loss/val', ['loss/val']],
    ])
  })

  test('is one plot for all contexts of a name, beside the series without one', () => {
    expect(planned([series('at', { walk: 1 }), series('at', { walk: 2 }), series('at')])).toEqual([
      ['at', 'at.all', ['walk=1', 'walk=2', 'at']],
      ['at walk=1', 'at', ['at walk=1']],
      ['at walk=2', 'at', ['at walk=2']],
      ['at', 'at', ['at']],
    ])
  })

  test('has no common plot of what has no axis in common: other units, or other sizes', () => {
    const tracked = [
      sized('train/loss', 0.1, 2.3),
      sized('train/lr', 1e-5, 1e-3),
      sized('train/accuracy', 0, 0.93),
      sized('train/tokens', 900, 31_000),
      sized('train/none', 0, 0),
      sized('train/samples', -2000, 10),
      sized('train/step time', 0.2, 0.4),
    ]
    const plots = (rules: Parameters<typeof planVisuals>[1]): readonly unknown[] =>
      planned(tracked, rules).filter((visual) => (visual as [string, string, string[]])[2].length > 1)
    expect(plots({ 'train/step time': { unit: 's' } })).toEqual([
      ['train: loss, accuracy', 'train', ['loss', 'accuracy']],
      ['train: lr, none', 'train.2', ['lr', 'none']],
      ['train: tokens, samples', 'train.3', ['tokens', 'samples']],
    ])
    // A series that is 0 all the time goes with the smallest; on a logarithmic scale all sizes have a place.
    expect(plots({ '*': { log: true } })).toEqual([
      ['train', 'train', ['loss', 'lr', 'accuracy', 'tokens', 'none', 'samples', 'step time']],
    ])
  })

  test('has in one plot at most thirty times the smallest, and in its title a few names', () => {
    const titles = (tracked: readonly SeriesSummary[], rules = {}): readonly unknown[] =>
      planned(tracked, rules).flatMap((visual) =>
        (visual as [string, string, string[]])[2].length > 1 ? [(visual as string[])[0]] : [],
      )
    const chain = [1, 25, 600, 15_000].map((size, i) => sized(`t/${'abcd'[i]}`, 0, size))
    expect(titles(chain)).toEqual(['t: a, b', 't: c, d'])
    const many = Array.from({ length: 60 }, (_, i) => sized(`t/${i}`, 0, i < 2 ? 1e6 : 1))
    expect(titles(many)).toEqual(['t: 0, 1', 't: 2, 3, 4, 5 and 54 more'])
    // A sibling without a logarithm does not part those that have one.
    const rules = { 't/loss': { log: true }, 't/acc': { log: true } }
    expect(titles([sized('t/loss', 0, 1), sized('t/acc', 0, 1e4), sized('t/c', 0, 1)], rules)).toEqual(['t: loss, acc'])
  })

  test('has each series alone in the colour that it has with others, unless it has one of its own', () => {
    const { visuals } = planVisuals([series('loss/a'), series('loss/b'), series('loss/c')], { 'loss/c': { colour: 'crimson' } })
    expect(visuals.map(({ options }) => options.colour)).toEqual([undefined, '#0072b2', '#d55e00', 'crimson'])
  })

  test('has what all contexts share in its title', () => {
    const walks = ['a', 'b'].map((model) => series('loss', { model, seed: 1, data: 'c4' }))
    expect(planned(walks)[0]).toEqual(['loss seed=1,data=c4', 'loss', ['model=a', 'model=b']])
  })

  test('has no common plot of what is no number, of one alone, and of what runlab measures', () => {
    const all = [series('a/text', null, 'text'), series('a/x'), series('b/only'), series('system/cpu'), series('system/memory')]
    expect(planVisuals(all, {}).visuals.map(({ series: lines }) => lines.length)).toEqual([1, 1, 1, 1, 1])
    expect(planVisuals(all, {}).visuals.map(({ group }) => group)).toEqual(['tracked', 'tracked', 'tracked', 'system', 'system'])
  })

  test('comes in the order in which it was tracked, times after all else, and as `order` says', () => {
    const tracked = ['epoch/time', 'loss', 'stepSeconds', 'accuracy', 'wait'].map((name) => series(name))
    const titles = (rules: Parameters<typeof planVisuals>[1], most?: number): readonly string[] =>
      planVisuals(tracked, rules, most).visuals.map(({ title }) => title)
    expect(titles({})).toEqual(['loss', 'accuracy', 'wait', 'epoch/time', 'stepSeconds'])
    expect(titles({ wait: { unit: 'ms' } })).toEqual(['loss', 'accuracy', 'epoch/time', 'stepSeconds', 'wait'])
    expect(titles({ stepSeconds: { unit: 'per epoch' } })[1]).toBe('stepSeconds')
    const rules = { loss: { order: 1 }, 'epoch/*': { order: -1 }, accuracy: { order: -2.5 } }
    expect(titles(rules)).toEqual(['accuracy', 'epoch/time', 'wait', 'stepSeconds', 'loss'])
    expect(titles(rules, 2)).toEqual(['accuracy', 'epoch/time'])
  })

  test('goes by the rules: of a name before those of what begins alike, the longest of these first', () => {
    const rules = { 'loss/*': { unit: 'nats', title: 'Loss' }, 'loss/val': { unit: 'bits' }, 'debug/*': false as const }
    expect(
      planned([series('loss/a'), series('loss/b'), series('debug/x')], rules).map((visual) => (visual as string[])[0]),
    ).toEqual(['Loss', 'Loss', 'Loss'])
    const { visuals } = planVisuals([series('loss/val')], rules)
    expect(visuals[0]?.options).toEqual({ unit: 'bits', title: 'Loss' })
    const [named] = planVisuals([series('loss/val')], {
      '*': { step: 'epoch', unit: 'm' },
      'loss/*': false,
      'loss/val': { unit: 'bits' },
    }).visuals
    expect(named?.options).toEqual({ step: 'epoch', unit: 'bits' })
  })

  test('has what the machine did as the experiment says of it, else as runlab does', () => {
    const measures = [series('system/cpu'), series('system/memory')]
    expect(planned(measures, { 'system/*': false })).toEqual([])
    expect(planned(measures, { 'system/cpu': false })).toHaveLength(1)
    const rules = { '*': { unit: 'V', smoothing: 0.5 }, 'system/cpu': { title: 'CPU', unit: undefined } }
    expect(planVisuals(measures, rules).visuals.map(({ options }) => options)).toEqual([
      { title: 'CPU', unit: '% of one core', smoothing: 0.5 },
      { title: 'Memory of the run', unit: 'MB', smoothing: 0.5 },
    ])
  })

  test('is the first 200 of many series, and as many as are asked for', () => {
    const many = Array.from({ length: 203 }, (_, i) => series(`s${i}`))
    const { visuals, left } = planVisuals(many, {})
    expect([visuals.length, left]).toEqual([200, 3])
    expect(planVisuals(many, {}, Infinity)).toMatchObject({ left: 0 })
    expect(planVisuals(many, {}, Infinity).visuals).toHaveLength(203)
  })
})
