import { expect, test } from 'vitest'
import { describeTracked, whatIsAccepted } from '../../../src/tracking/kinds/unsupported.ts'
import { FakeElement, PNG_FILE } from './support.ts'
import { image } from '../../../src/tracking/kinds/wrappers.ts'

test('what can be tracked is said in one sentence', () => {
  expect(whatIsAccepted()).toBe(
    'What can be tracked: numbers, booleans, text; images (PNG, JPEG, WebP and GIF as bytes or a path, raw pixels { data, width, height }, a canvas); figures (SVG, Observable Plot, Vega-Lite, charts of runlab); audio (WAV, MP3, OGG and FLAC, or audio(samples, { rate })); video (MP4, WebM and MOV); histogram(values), vectors, matrices, tables (arrays of records), and plain data as JSON.',
  )
})

test.each<[unknown, string]>([
  [Promise.resolve(), 'a promise (did you forget await?)'],
  [[Promise.resolve()], 'an array (of promises; did you forget await Promise.all(…)?)'],
  [() => 1, 'a function (did you forget to call it?)'],
  [undefined, 'undefined'],
  [new Error('x'), 'an instance of Error'],
  [new Blob([]), 'an instance of Blob (track new Uint8Array(await blob.arrayBuffer()))'],
  [Buffer.from('x'), 'an instance of Buffer (not of a format that is known; wrap bytes in json() to keep them anyway)'],
  [[], 'an array (an empty one; table([]) and new Float64Array(0) say what it would hold)'],
  [[1, image(PNG_FILE)], 'an array (with what image() gives in it; track each by itself)'],
  [image(PNG_FILE), 'what image() gives'],
  [new FakeElement('<div></div>'), 'an instance of FakeElement (a <div> element; <svg> and <figure> can be tracked)'],
])('a value that cannot be tracked is described with what may help (%#)', (value, description) => {
  expect(describeTracked(value)).toBe(description)
})
