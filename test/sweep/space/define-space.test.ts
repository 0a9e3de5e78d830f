import { describe, expect, test } from 'vitest'
import { cubeOf, decodePoint, encodePoint } from '../../../src/sweep/space/encode-point.ts'
import { axisOf } from '../../../src/sweep/space/axis.ts'
import { defineSpace, readSpace } from '../../../src/sweep/space/define-space.ts'
import { choice, grid, range } from '../../../src/sweep/space/dimension.ts'
import { createRandom } from '../../../src/random/random.ts'

const one = (definition: unknown) => readSpace({ x: definition }).dimensions[0]!
const refusal = (definition: unknown): string => {
  try {
    readSpace(definition)
  } catch (error) {
    return (
      String((error as Error).message) +
      ((error as { hint?: string }).hint === undefined ? '' : ` ${(error as { hint: string }).hint}`)
    )
  }
  throw new Error('It was accepted.')
}

describe('the text of a parameter', () => {
  test('reads as the same in code', () => {
    expect(one('1.5,2.0,2.5')).toEqual(one(grid([1.5, 2, 2.5])))
    expect(one('adam, sgd')).toEqual(one(choice(['adam', 'sgd'])))
    expect(one('true,false')).toEqual(one(choice([true, false])))
    expect(one('1e-5..1e-1:log')).toEqual(one(range(1e-5, 1e-1, { log: true })))
    expect(one('1..4')).toEqual(one(range(1, 4, { integer: true })))
    expect(one('-3..3')).toEqual(one(range(-3, 3, { integer: true })))
    expect(one('1.0..4.0')).toEqual(one(range(1, 4)))
    expect(one('1..4:real')).toEqual(one(range(1, 4)))
    expect(one('0..1:0.1')).toEqual(one(range(0, 1, { step: 0.1 })))
    expect(one('0..1:step=0.1')).toEqual(one(range(0, 1, { step: 0.1 })))
    expect(one('1..1024:log')).toEqual(one(range(1, 1024, { log: true, integer: true })))
    expect(one('1e2..1e4:log:integer')).toEqual(one(range(100, 10_000, { log: true, integer: true })))
    expect(one('0..10:2')).toEqual(one(range(0, 10, { integer: true, step: 2 })))
    expect(one('0..1:count=5')).toEqual(one(grid([0, 0.25, 0.5, 0.75, 1])))
    expect(one('1e-4..1:log:count=3')).toEqual(one(grid([1e-4, 0.01, 1])))
    expect(one('["a,b", "", "1..2"]')).toEqual(one(choice(['a,b', '', '1..2'])))
    expect(one('4,large')).toEqual(one(choice(['4', 'large'])))
    expect(one('.5..1.5')).toEqual(one(range(0.5, 1.5)))
    expect(one('tell me when done,now')).toEqual(one(choice(['tell me when done', 'now'])))
    const conditioned = readSpace({ x: '0..0.9 when layers > 2 && kind in ["a"]', layers: '1..4', kind: 'a,b when layers >= 2' })
    const said = { x: range(0, 0.9, { when: 'layers > 2 && kind in ["a"]' }), kind: choice(['a', 'b'], { when: 'layers >= 2' }) }
    expect(conditioned).toEqual(readSpace({ x: said.x, layers: '1..4', kind: said.kind }))
    expect(one('./a,../b')).toEqual(one(choice(['./a', '../b'])))
  })

  test('is refused with the place of what is wrong', () => {
    expect(refusal({ rate: '1e-5..fast:log' })).toContain(
      'The search space of "rate" cannot be read. "fast" is no finite number:\n         1e-5..fast:log\n               ^',
    )
    expect(refusal({ rate: '1..2:lgo' })).toContain('"lgo" says nothing of a range:\n         1..2:lgo\n              ^ ')
    expect(refusal({ rate: '0,5..1' })).toContain('The list has a range in it, 5..1')
    expect(refusal({ rate: '0..1_000' })).toContain('Did you mean 1000?')
    expect(refusal({ rate: '1..' })).toContain('An end of the range is missing')
    expect(refusal({ rate: 'a,,b' })).toContain('A value is missing')
    expect(refusal({ rate: '0..1 when layers > two' })).toContain('layers > two')
    expect(refusal({ rate: '' })).toContain('It is empty')
    expect(refusal({ rate: '[1, 2' })).toContain('It begins like a JSON list')
    expect(() => readSpace({ rate: '1..2:lgo' })).toThrow(expect.objectContaining({ code: 'SPACE_TEXT' }))
  })
})

describe('a definition', () => {
  test('is refused with what was meant', () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [{}, 'it has no parameters'],
      [7, 'it is a number, not parameters by name'],
      [{ x: 7 }, 'of "x" is wrong: it is a number. Give a list'],
      [{ x: { choise: ['a'] } }, 'a key "choise". Did you mean choice?'],
      [{ x: { log: true } }, 'neither choice, grid nor range'],
      [{ x: { range: [0, 1], lgo: true } }, 'Did you mean log?'],
      [{ x: [] }, 'it has no values'],
      [{ x: ['a', 'b', 'a'] }, '"a" is there twice'],
      [{ x: choice([Number.NaN]) }, 'NaN cannot be a value'],
      [{ x: [new Date(0)] }, 'cannot be a value'],
      [{ x: { grid: [1, 'a'] } }, 'use choice'],
      [{ x: range(1, 0) }, 'Did you mean 0..1?'],
      [{ x: range(0, 1, { log: true }) }, 'Begin above 0'],
      [{ x: range(0, Infinity) }, 'two finite numbers'],
      [{ x: range(0, 1, { step: 2 }) }, 'longer than the range'],
      [{ x: range(0, 1, { step: -1 }) }, 'its step is not a number above 0'],
      [{ x: range(0, 1, { step: 1e-12 }) }, 'too fine'],
      [{ x: range(1, 9, { step: 1, log: true }) }, 'a logarithmic range has no step'],
      [{ x: range(1, 9, { step: 1, count: 3 }) }, 'not both'],
      [{ x: range(0.5, 9, { integer: true }) }, 'a range of integers, and 0.5 is none'],
      [{ x: range(0, 9, { count: 2.5 }) }, 'which is no integer'],
      [{ x: range(0, 9, { count: 1 }) }, 'it has two ends'],
    ]
    for (const [definition, expected] of cases) expect(refusal(definition), JSON.stringify(definition)).toContain(expected)
    expect(() => readSpace({})).toThrow(expect.objectContaining({ code: 'SPACE_INVALID' }))
  })

  test('survives being written as JSON', () => {
    const definition = { rate: range(1e-5, 1, { log: true }), a: choice(['x', 'y']), b: grid([1, 2], { when: 'a == "x"' }) }
    expect(readSpace(JSON.parse(JSON.stringify(definition)))).toEqual(defineSpace(definition))
  })
})

describe('a condition', () => {
  test('puts its parameter behind those that it names, and keeps the order else', () => {
    const space = defineSpace({
      c: range(0, 1, { when: 'b > 1 && a == "x"' }),
      b: range(1, 2, { integer: true, when: "a != 'y'" }),
      a: choice(['x', 'y']),
      d: '1,2',
    })
    expect(space.dimensions.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('decides whether the parameter is there', () => {
    const cube = cubeOf(
      defineSpace({
        a: choice(['x', 'y', 'z']),
        n: '1..4',
        b: range(0, 1, { when: 'params.a in ["x", "y"] && n >= 2' }),
        c: choice([1], { when: 'b <= 0.5' }),
      }),
    )
    const at = (a: number, n: number, b: number) => Object.keys(decodePoint(cube, [a, n, b, 0.5]))
    expect(at(0, 0.9, 0.2)).toEqual(['a', 'n', 'b', 'c'])
    expect(at(0.5, 0.9, 0.8)).toEqual(['a', 'n', 'b'])
    expect(at(0, 0, 0.2)).toEqual(['a', 'n'])
    expect(at(0.9, 0.9, 0.2)).toEqual(['a', 'n'])
  })

  test('that goes round in a circle is refused', () => {
    const circle = { a: choice([1], { when: 'b == 1' }), b: choice([1], { when: 'c == 1' }), c: choice([1], { when: 'a == 1' }) }
    expect(() => readSpace(circle)).toThrow(expect.objectContaining({ code: 'SPACE_CYCLE' }))
    expect(refusal(circle)).toContain('a → b → c → a')
  })

  test('is refused with what was meant', () => {
    const when = (text: string) => refusal({ layers: '1..4', optimizer: ['adam', 'sgd'], x: range(0, 1, { when: text }) })
    expect(when('layer > 2')).toContain('names layer, which is not in the space. Did you mean layers?')
    expect(when('optimizer == "adm"')).toContain('asks for optimizer = "adm", which it never is. Did you mean "adam"?')
    expect(when('layers == 9')).toContain('layers is 1 to 4')
    expect(when('optimizer > "a"')).toContain('which is for numbers. Use == or in.')
    expect(when('layers > 2 ||')).toContain('"|" means nothing here:\n         layers > 2 ||\n                    ^')
    expect(when('layers >')).toContain('It ends where a number')
    expect(when('layers > 2 layers < 3')).toContain('Something else stands where && or the end has to be')
    expect(when('optimizer in ["adam"')).toContain('It ends where ] has to be')
    expect(refusal({ x: { range: [0, 1], when: 3 } })).toContain('its condition is a number, not a text')
  })
})

describe('places in the unit cube', () => {
  const dimensions = defineSpace({
    real: range(-5, 5),
    log: range(1e-5, 1e-1, { log: true }),
    integer: '3..9',
    logInteger: '1..1000:log',
    step: '0..1:0.1',
    uneven: '0..1:0.3',
    fixed: range(2, 2),
    grid: [2.5, 1.5, 2],
    list: choice<unknown>(['a', 1, null, [64, 32], { deep: true }]) as never,
  }).dimensions

  test('come back from values, and values from places', () => {
    const random = createRandom(1, ['test'])
    for (const dimension of dimensions) {
      const axis = axisOf(dimension)
      for (let i = 0; i < 200; i++) {
        const value = axis.decode(random.uniform())
        const place = axis.encode(value)
        expect(place, dimension.name).not.toBeNull()
        const again = axis.decode(place!)
        if (axis.cells === null) expect(Number(again) / Number(value)).toBeCloseTo(1, 10)
        else expect(again, dimension.name).toEqual(value)
      }
    }
  })

  test('reach both ends, and no further', () => {
    const ends = Object.fromEntries(
      dimensions.map((dimension) => [dimension.name, [-1, 0, 1, 2].map((at) => axisOf(dimension).decode(at))]),
    )
    expect(ends).toEqual({
      real: [-5, -5, 5, 5],
      log: [1e-5, 1e-5, 1e-1, 1e-1],
      integer: [3, 3, 9, 9],
      logInteger: [1, 1, 1000, 1000],
      step: [0, 0, 1, 1],
      uneven: [0, 0, 0.9, 0.9],
      fixed: [2, 2, 2, 2],
      grid: [1.5, 1.5, 2.5, 2.5],
      list: ['a', 'a', { deep: true }, { deep: true }],
    })
  })

  test('are values without the rounding errors of steps', () => {
    const { axes } = cubeOf(defineSpace({ step: '0..1:0.1' }))
    expect(Array.from({ length: 11 }, (_, i) => axes[0]!.decode((i + 0.5) / 11))).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ])
  })

  test('are missing for what is not there, or no longer', () => {
    const cube = cubeOf(defineSpace({ a: '1..3', b: ['x', 'y'], c: range(0, 1) }))
    expect(encodePoint(cube, { a: 7, b: 'x' })).toEqual(Float64Array.of(Number.NaN, 0.25, Number.NaN))
  })
})
