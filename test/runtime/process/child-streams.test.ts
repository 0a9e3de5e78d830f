import { afterEach, describe, expect, test } from 'vitest'
import { ChildStreams, takeChildStream } from '../../../src/runtime/process/child-streams.ts'

const streams = (): ChildStreams => new ChildStreams({ seed: 7, path: ['worker', '0'] }, 'file:///preload.js')

describe('the streams of children', () => {
  test('are told by kind and order of creation', () => {
    const of = streams()
    expect([of.next('worker', undefined), of.next('worker', undefined), of.next('fork', undefined)]).toEqual([
      { seed: 7, path: ['worker', '0', 'worker', '0'] },
      { seed: 7, path: ['worker', '0', 'worker', '1'] },
      { seed: 7, path: ['worker', '0', 'fork', '0'] },
    ])
  })

  test('are told by name where there is one, and then by the order among those of the name', () => {
    const of = streams()
    of.next('worker', undefined)
    expect(
      [of.next('worker', 'anna'), of.next('worker', 'ben'), of.next('worker', 'anna')].map(({ path }) => path.slice(2)),
    ).toEqual([
      ['worker:anna', '0'],
      ['worker:ben', '0'],
      ['worker:anna', '1'],
    ])
  })

  test('an empty name is none', () => {
    const of = streams()
    expect([of.next('worker', ''), of.next('worker', undefined)].map(({ path }) => path.at(-1))).toEqual(['0', '1'])
  })
})

describe('the stream that a forked process was given', () => {
  afterEach(() => {
    delete process.env['RUNLAB_STREAM']
  })

  test('is taken once, so that its own children do not get it', () => {
    process.env['RUNLAB_STREAM'] = JSON.stringify({ seed: 7, path: ['fork', '0'] })
    expect([takeChildStream(true), takeChildStream(true)]).toEqual([{ seed: 7, path: ['fork', '0'] }, undefined])
    expect(Object.keys(process.env)).not.toContain('RUNLAB_STREAM')
  })

  test.each(['null', '{}', '{ "seed": "7", "path": [] }', '{ "seed": 7, "path": "x" }'])('is none when it is %s', (text) => {
    process.env['RUNLAB_STREAM'] = text
    expect(takeChildStream(true)).toBeUndefined()
  })
})
