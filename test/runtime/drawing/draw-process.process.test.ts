import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { RunlabError } from '../../../src/errors.ts'
import { DrawProcess } from '../../../src/runtime/drawing/draw-process.ts'
import type { DrawingOptions, Limits } from '../../../src/runtime/drawing/draw-process.ts'
import type { DrawTask } from '../../../src/runtime/drawing/messages.ts'
import { until, untilGone, withLimit } from '../../support/waiting.ts'

const PROGRAM = join(import.meta.dirname, 'programs/draw-as-told.mjs')

const started: DrawProcess[] = []
afterEach(() => {
  for (const drawing of started.splice(0)) drawing.end()
})

function start(limits: Partial<Limits> = {}, program = PROGRAM): DrawProcess {
  const drawing = new DrawProcess(program, limits)
  started.push(drawing)
  return drawing
}

const task = (...words: readonly string[]): DrawTask => ({ run: 'run', rules: { words } as unknown as DrawTask['rules'] })

/** What became of each visual, without the numbers of processes; or of all of them. */
async function draw(
  drawing: DrawProcess,
  words: readonly string[],
  more: { signal?: AbortSignal; onProgress?: DrawingOptions['onProgress'] } = {},
): Promise<readonly string[]> {
  const drawn = drawing.draw(task(...words), { onProgress: () => undefined, ...more })
  return await drawn.then(
    ({ failed }) => failed.map((each) => each.replace(/ by \d+$/, '')),
    (error: Error) => [error.message],
  )
}

/** The process that draws. */
async function pidOf(drawing: DrawProcess): Promise<number> {
  const { failed } = await drawing.draw(task('x'), { onProgress: () => undefined })
  return Number(failed[0]?.split(' ').at(-1))
}

const ABORTED = 'it ended the process that draws with SIGABRT'

test('what ends the process is left out, and the rest is drawn', async () => {
  const drawn = await draw(start(), ['a', 'crash', 'b', 'die', 'full', 'c'])
  expect(drawn).toEqual([
    'a',
    `crash: ${ABORTED}`,
    'b',
    'die: it ended the process that draws with exit code 7',
    'full: it takes more memory than Node has (--max-old-space-size)',
    'c',
  ])
})

test('runs are drawn one after the other by one process, and what one of them does to it the others do not see', async () => {
  const drawing = start()
  const all = await Promise.all([draw(drawing, ['a']), draw(drawing, ['b', 'crash']), draw(drawing, ['c'])])
  expect(all).toEqual([['a'], ['b', `crash: ${ABORTED}`], ['c']])
  expect(await pidOf(drawing)).toBe(await pidOf(drawing))
})

test('one that is given up keeps no other from being drawn, whether it is under way or waits', async () => {
  const drawing = start()
  const [first, third] = [new AbortController(), new AbortController()]
  const begun: unknown[] = []
  const all = [
    draw(drawing, ['a', 'for ever'], { signal: first.signal, onProgress: ({ visual }) => void begun.push(visual) }),
    draw(drawing, ['b']),
    draw(drawing, ['c'], { signal: third.signal }),
    draw(drawing, ['d'], { signal: AbortSignal.abort() }),
    draw(drawing, ['e']),
  ]
  third.abort()
  await until('the picture that takes for ever', () => begun.includes('for ever'))
  first.abort()
  expect(await Promise.all(all)).toEqual([['it was given up'], ['b'], ['it was given up'], ['it was given up'], ['e']])
})

test('what takes for ever is left out when patience is over', async () => {
  await withLimit(async (patience) => {
    const said = `for ever: it takes longer than ${patience / 1000} s`
    expect(await draw(start({ patience }), ['a', 'for ever', 'b'])).toEqual(['a', said, 'b'])
  })
})

test('too many that end it end the drawing; one that cannot begin is tried again, and then said', async () => {
  const words = ['crash 1', 'crash 2', 'crash 3']
  const reason = 'it ended the process that draws with SIGABRT'
  expect(await draw(start({ lost: 2 }), words)).toEqual([`more than 2 pictures cannot be drawn, the last one because ${reason}`])
  expect(await draw(start(), ['die at once'])).toEqual(['it ended the process that draws with exit code 7'])
  expect(await draw(start({}, join(PROGRAM, '../none.mjs')), ['a'])).toEqual(['it ended the process that draws with exit code 1'])
})

test('a signal to all processes is no fault of the picture', async () => {
  const drawn = await draw(start(), ['a', 'end'])
  expect(drawn).toEqual(['it ended the process that draws with SIGTERM'])
})

test('what drawing refuses is thrown as it is', async () => {
  const refused = start().draw(task('refuse'), { onProgress: () => undefined })
  await expect(refused).rejects.toSatisfy((error) => error instanceof RunlabError && error.code === 'ARCHIVE_FORMAT')
})

test('a task that cannot be sent is refused, and the next one drawn, also after the time to be idle', async () => {
  const idle = 100
  const drawing = start({ idle })
  const unsendable = { ...task('a'), compiled: new Map([['a', [{ type: 'table', rows: () => [] }]]]) } as unknown as DrawTask
  const bad = drawing.draw(unsendable, { onProgress: () => undefined }).catch((error: Error) => error.message)
  expect(await Promise.all([draw(drawing, ['a']), bad])).toEqual([['a'], expect.stringContaining('could not be cloned')])
  // The time that began when nothing was left is over while this one is drawn.
  expect(await draw(drawing, [`for ${2 * idle}`, 'x'])).toEqual(['x'])
  const pid = await pidOf(drawing)
  await untilGone(pid)
  expect(await draw(drawing, ['b'])).toEqual(['b'])
})
