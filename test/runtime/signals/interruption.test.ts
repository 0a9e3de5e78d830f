import { describe, expect, test } from 'vitest'
import { PATIENCE, SAME_SIGNAL, UNINTERRUPTED, afterEvent, answerOf } from '../../../src/runtime/signals/interruption.ts'
import type { Interruption, InterruptionEvent, Next } from '../../../src/runtime/signals/interruption.ts'

const SINCE = 1000
const GRACE = 10_000
const asked = { kind: 'asked', signal: 'SIGINT', since: SINCE, until: SINCE + PATIENCE, grace: null } as const
const STATES = {
  none: UNINTERRUPTED,
  'none, read': { kind: 'none', grace: GRACE },
  asked,
  'asked, read': { ...asked, until: SINCE + GRACE + PATIENCE, grace: GRACE },
  settling: { kind: 'settling', signal: 'SIGINT', since: SINCE, until: SINCE + GRACE + PATIENCE, grace: GRACE },
  finishing: { kind: 'finishing', signal: 'SIGINT', since: SINCE, until: SINCE + GRACE + PATIENCE },
  forced: { kind: 'forced', signal: 'SIGINT', why: 'no answer', grace: null },
} as const satisfies Record<string, Interruption>
type StateName = keyof typeof STATES

const LATE = SINCE + 5000
const EVENTS = {
  signal: { kind: 'signal', signal: 'SIGTERM', at: LATE },
  'same signal': { kind: 'signal', signal: 'SIGINT', at: SINCE + SAME_SIGNAL - 1 },
  read: { kind: 'read', grace: GRACE },
  'read, shorter': { kind: 'read', grace: 1 },
  settles: { kind: 'answer', step: 'settling', signal: 'SIGTERM', at: LATE, time: GRACE },
  finishes: { kind: 'answer', step: 'finishing', signal: 'SIGTERM', at: LATE, time: GRACE },
  'time, too early': { kind: 'time', at: SINCE + PATIENCE - 1 },
  'time of patience': { kind: 'time', at: SINCE + PATIENCE },
  'time of grace': { kind: 'time', at: SINCE + GRACE + PATIENCE },
  over: { kind: 'over' },
} as const satisfies Record<string, InterruptionEvent>
type EventName = keyof typeof EVENTS

const SETTLING = { kind: 'settling', until: LATE + GRACE + PATIENCE }
const FINISHING = { kind: 'finishing', until: LATE + GRACE + PATIENCE }
const forced = (why: string, grace: number | null = null): Expected => [{ kind: 'forced', signal: 'SIGINT', why, grace }, 'force']

/** What is expected of a state: itself, or what it has after the event; and what is to be done. */
type Expected = 'same' | readonly [Readonly<Record<string, unknown>>, Next['do']?]

const REPEATED: Partial<Record<EventName, Expected>> = { signal: forced('second signal'), over: [{ kind: 'none', grace: null }] }

/** By state; an event that is not named leaves the state as it is, and there is nothing to do. */
const TABLE: Readonly<Record<StateName, Partial<Record<EventName, Expected>>>> = {
  none: {
    signal: [{ kind: 'asked', signal: 'SIGTERM', since: LATE, until: LATE + PATIENCE, grace: null }, 'interrupt'],
    'same signal': [{ kind: 'asked', signal: 'SIGINT', until: SINCE + SAME_SIGNAL - 1 + PATIENCE }, 'interrupt'],
    read: [{ kind: 'none', grace: GRACE }],
    'read, shorter': [{ kind: 'none', grace: 1 }],
    settles: [{ ...SETTLING, signal: 'SIGTERM', since: LATE, grace: GRACE }],
    finishes: [{ ...FINISHING, signal: 'SIGTERM', since: LATE }],
  },
  'none, read': {
    signal: [{ kind: 'asked', signal: 'SIGTERM', until: LATE + GRACE + PATIENCE, grace: GRACE }, 'interrupt'],
    'same signal': [{ kind: 'asked', signal: 'SIGINT', grace: GRACE }, 'interrupt'],
    settles: [{ ...SETTLING, signal: 'SIGTERM' }],
    finishes: [{ ...FINISHING, signal: 'SIGTERM' }],
    over: [{ kind: 'none', grace: null }],
  },
  asked: {
    ...REPEATED,
    read: [{ kind: 'asked', until: SINCE + GRACE + PATIENCE, grace: GRACE }],
    'read, shorter': [{ kind: 'asked', until: SINCE + 1 + PATIENCE, grace: 1 }],
    // Since the signal came, not since the process has heard it.
    settles: [{ ...SETTLING, signal: 'SIGINT', since: SINCE, grace: LATE + GRACE - SINCE }],
    finishes: [{ ...FINISHING, signal: 'SIGINT', since: SINCE }],
    'time of patience': forced('no answer'),
    'time of grace': forced('no answer'),
  },
  'asked, read': {
    ...REPEATED,
    settles: [{ ...SETTLING, signal: 'SIGINT', since: SINCE }],
    finishes: [{ ...FINISHING, signal: 'SIGINT' }],
    'time of grace': forced('did not end', GRACE),
  },
  settling: {
    ...REPEATED,
    settles: [{ ...SETTLING, signal: 'SIGINT', since: SINCE, grace: LATE + GRACE - SINCE }],
    finishes: [{ ...FINISHING, signal: 'SIGINT' }],
    'time of grace': forced('did not end', GRACE),
  },
  finishing: {
    ...REPEATED,
    settles: [{ ...SETTLING, signal: 'SIGINT' }],
    finishes: [{ ...FINISHING, signal: 'SIGINT' }],
    'time of grace': forced('did not finish'),
  },
  forced: {},
}

describe.each(Object.keys(STATES) as StateName[])('an interruption that is %s', (name) => {
  test.each(Object.keys(EVENTS) as EventName[])('after: %s', (event) => {
    const before: Interruption = STATES[name]
    const { state, do: done } = afterEvent(before, EVENTS[event])
    const expected = TABLE[name][event] ?? 'same'
    if (expected === 'same') expect({ state, done }).toEqual({ state: before, done: 'nothing' })
    else {
      expect(state).toMatchObject(expected[0])
      expect(done).toBe(expected[1] ?? 'nothing')
    }
  })
})

test.each([
  ['what was said where the answer comes a little later', 10_000, GRACE + 3, GRACE],
  ['what was said where it comes a little earlier', 10_000, GRACE - 3, GRACE],
  ['longer where a run within it needs that', 10_000, 2 * GRACE + 3, 2 * GRACE],
  ['of a run that has read nothing and awaits another, to a tenth of a second', null, GRACE + 3, GRACE],
])('the time that a run has is %s', (_what, grace, time, expected) => {
  const answer = { kind: 'answer', step: 'settling', signal: 'SIGINT', at: SINCE, time } as const
  expect(afterEvent({ ...asked, grace }, answer).state).toMatchObject({ kind: 'settling', grace: expected })
})

test('a run is given up before its end, may settle where it has read its signal, and is finished after it', () => {
  for (const phase of ['prepare', 'beforeTesting', 'beforeRun', 'run'] as const) {
    expect(answerOf(phase, false)).toBe('give up')
    expect(answerOf(phase, true)).toBe('settle')
  }
  for (const phase of ['analyses', 'onError', 'afterRun', 'finalise', 'ended'] as const) {
    expect(answerOf(phase, false)).toBe('finish')
    expect(answerOf(phase, true)).toBe('finish')
  }
})
