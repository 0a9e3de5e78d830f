import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Random } from '../../src/api/random.ts'
import { createMathRandom, createRandom } from '../../src/random/random.ts'

const LETTERS = [...'abcdefgh']
const run = (): Random => createRandom(42, ['run'])
const take = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next)

// Computed with an implementation of everything in Python, and never to change: an archived seed must mean the same numbers.
describe('the numbers of seed 42', () => {
  test('Math.random', () => {
    const math = createMathRandom(42, ['math'])
    expect(take(4, math.next)).toEqual([0.554548599180001, 0.8662039447374092, 0.4881321724500064, 0.054295453434904606])
    expect(math.state).toEqual({ algorithm: 'xoshiro128**', words: [2660802713, 2654039171, 1778289909, 3608952639] })
  })

  test.each<[string, (random: Random) => unknown, number, readonly unknown[]]>([
    ['uniform()', (r) => r.uniform(), 3, [0.019984800559305405, 0.4300568509876197, 0.1250513727385123]],
    ['uniform(-5, 20)', (r) => r.uniform(-5, 20), 3, [-4.500379986017365, 5.751421274690493, -1.8737156815371927]],
    ['integer(1, 6)', (r) => r.integer(1, 6), 12, [1, 5, 4, 4, 2, 2, 3, 5, 2, 3, 4, 2]],
    ['integer(±1e12)', (r) => r.integer(-1e12, 1e12), 3, [-954792878891, -53172772175, -724554108268]],
    [
      'integer of all safe integers',
      (r) => r.integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      3,
      [360014189536123, 7747215562691388, 2252725279028912],
    ],
    ['normal()', (r) => r.normal(), 4, [-0.12244143408604459, -0.3284837663168709, -0.2271574693110789, -0.584910155790219]],
    ['normal(100, 15)', (r) => r.normal(100, 15), 3, [98.16337848870933, 95.07274350524693, 96.59263796033382]],
    ['boolean()', (r) => Number(r.boolean()), 10, [1, 1, 1, 1, 1, 1, 1, 1, 0, 1]],
    ['boolean(0.1)', (r) => Number(r.boolean(0.1)), 16, [1, ...take(15, () => 0)]],
    ['choice', (r) => r.choice(LETTERS), 10, [...'aeddbbcebc']],
    ['shuffle', (r) => r.shuffle(LETTERS).join(''), 1, ['bcghfdea']],
    ['sample', (r) => r.sample(LETTERS, 3).join(''), 1, ['afb']],
    ['sample of many', (r) => r.sample([...Array(100_000).keys()], 4).join(), 1, ['2619,68892,56370,59036']],
    ['fork', (r) => r.fork('data').state.words.join(), 1, ['3733858247,3707702053,3928761981,1380898334']],
  ])('%s', (_, draw, count, expected) => {
    const random = run()
    expect(take(count, () => draw(random))).toEqual(expected)
  })

  test('a hundred thousand normal draws, to the last bit', () => {
    const random = run()
    const bytes = new DataView(new ArrayBuffer(800_000))
    for (let i = 0; i < 100_000; i++) bytes.setFloat64(8 * i, random.normal())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'd6513cafecc7e6385ab4f0a53877aa1e252baf03f01f7e0c9efa4a4f50dddca1',
    )
  })
})

describe('a stream', () => {
  const everything = (random: Random): unknown[] => [
    random.uniform(),
    random.uniform(3, 4),
    random.integer(0, 2 ** 40),
    random.normal(),
    random.boolean(),
    random.choice(LETTERS),
    random.shuffle(LETTERS),
    random.sample(LETTERS, 3),
  ]

  test('gives equal draws for equal seeds and paths, and others for others', () => {
    expect(everything(run())).toEqual(everything(run()))
    expect(everything(run())).not.toEqual(everything(createRandom(43, ['run'])))
    expect(everything(run())).not.toEqual(everything(createRandom(42, ['worker', '0', 'run'])))
  })

  test.each<[string, (random: Random) => unknown]>([
    ['uniform', (r) => r.uniform()],
    ['integer', (r) => r.integer(1, 5)],
    ['normal', (r) => r.normal()],
    ['boolean', (r) => r.boolean()],
    ['choice', (r) => r.choice(LETTERS)],
    ['shuffle', (r) => r.shuffle(LETTERS)],
    ['sample', (r) => r.sample(LETTERS, 3)],
  ])('replays exactly from a state kept after any number of %s draws', (_, draw) => {
    const random = run()
    for (let before = 0; before < 50; before++) {
      const kept = JSON.parse(JSON.stringify(random.state)) as Random['state']
      const expected = take(5, () => draw(random))
      random.state = kept
      expect(take(5, () => draw(random))).toEqual(expected)
      random.state = kept
      draw(random)
    }
  })

  test('can take the state of another stream', () => {
    const [one, other] = [run(), createRandom(7, ['math'])]
    everything(one)
    other.state = one.state
    expect(everything(other)).toEqual(everything(one))
  })

  test('gives out a state that later draws do not change', () => {
    const random = run()
    const { state } = random
    const before = structuredClone(state)
    everything(random)
    expect(state).toEqual(before)
    expect(random.state).not.toEqual(before)
  })

  test('fails when a method is taken off it, where an index would pass for an argument', () => {
    const random = run()
    expect(() => Array.from({ length: 3 }, random.normal)).toThrow(TypeError)
    expect(() => [1, 2].map(random.uniform)).toThrow(TypeError)
  })

  test.each([
    [null, 'it is null'],
    ['state', 'it is a string'],
    [{}, 'its algorithm is undefined, expected "xoshiro128**"'],
    [{ algorithm: 'pcg32', words: [1, 2, 3, 4] }, 'its algorithm is "pcg32", expected "xoshiro128**"'],
    [{ algorithm: 'xoshiro128**' }, 'its words are not an array of four numbers'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3] }, 'its words are not an array of four numbers'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3, 4, 5] }, 'its words are not an array of four numbers'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3, 2 ** 32] }, 'its words are not whole numbers from 0 to 4294967295'],
    [{ algorithm: 'xoshiro128**', words: [-1, 2, 3, 4] }, 'its words are not whole numbers from 0 to 4294967295'],
    [{ algorithm: 'xoshiro128**', words: [1, 0.5, 3, 4] }, 'its words are not whole numbers from 0 to 4294967295'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, '3', 4] }, 'its words are not whole numbers from 0 to 4294967295'],
    [{ algorithm: 'xoshiro128**', words: [0, 0, 0, 0] }, 'its words are all zero'],
  ])('refuses %j as its state and stays where it was', (state, reason) => {
    const expected = expect.objectContaining({ code: 'RANDOM_STATE', details: { reason } })
    for (const stream of [run(), createMathRandom(42, ['math'])]) {
      const before = stream.state
      expect(() => (stream.state = state as Random['state'])).toThrow(expected)
      expect(stream.state).toEqual(before)
    }
  })
})

describe('a fork', () => {
  test('is told by its name alone, whatever was drawn or forked before', () => {
    const random = run()
    const { words } = random.fork('data').state
    random.normal()
    random.fork('other').uniform()
    random.state = { algorithm: 'xoshiro128**', words: [1, 2, 3, 4] }
    expect(random.fork('data').state.words).toEqual(words)
    expect(run().fork('data').state.words).toEqual(words)
  })

  test('neither moves its parent nor is moved by it', () => {
    const [random, undisturbed] = [run(), run()]
    const fork = random.fork('data')
    take(100, () => fork.uniform())
    expect(random.uniform()).toBe(undisturbed.uniform())
    const [one, other] = [run().fork('data'), run().fork('data')]
    undisturbed.uniform()
    expect(one.uniform()).toBe(other.uniform())
  })

  test('of another name, of a fork, or of another seed is another stream', () => {
    const forks = [
      run(),
      run().fork(''),
      run().fork('a'),
      run().fork('b'),
      run().fork('ab'),
      run().fork('a').fork('b'),
      run().fork('b').fork('a'),
      createRandom(43, ['run']).fork('a'),
      createRandom(42, ['math']).fork('a'),
    ]
    expect(new Set(forks.map((fork) => fork.state.words.join())).size).toBe(forks.length)
  })

  test('is the stream of the longer path', () => {
    expect(run().fork('a').fork('b').state).toEqual(createRandom(42, ['run', 'a', 'b']).state)
  })

  test('does not follow a path that is changed later', () => {
    const path = ['run']
    const random = createRandom(42, path)
    path.push('x')
    expect(random.fork('a').state).toEqual(run().fork('a').state)
  })

  test('needs a name', () => {
    expect(() => run().fork(1 as unknown as string)).toThrow(
      expect.objectContaining({ code: 'RANDOM_RANGE', message: 'random.fork: the name is 1, expected a string.' }),
    )
  })
})
