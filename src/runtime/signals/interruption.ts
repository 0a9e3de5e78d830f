/**
 * What follows a signal, as a state machine without clock or process. Three drive it: the supervisor, the guardian thread, and
 * the main thread. All times are milliseconds, and those `at` which something happens are of one clock.
 */
import type { RunPhase } from '../../format/meta.ts'
import type { ForcedWhy } from '../../format/records.ts'

/** A repeated signal within this time is the same one: a terminal sends Ctrl-C to the supervisor and to the experiment. */
export const SAME_SIGNAL = 200
/** In which a process has to answer, and that it may take longer than it said. */
export const PATIENCE = 2000

interface Asked {
  readonly signal: NodeJS.Signals
  /** When it came. */
  readonly since: number
  /** When the process is ended by force. */
  readonly until: number
}

export type Interruption =
  /** No signal has come. `grace` is the time of runs that have read `e.signal`; null where none has. */
  | { readonly kind: 'none'; readonly grace: number | null }
  /** The process was told, and has not answered. */
  | (Asked & { readonly kind: 'asked'; readonly grace: number | null })
  /** A run that has read `e.signal` is about to end by itself, within `grace` since it was told. */
  | (Asked & { readonly kind: 'settling'; readonly grace: number })
  /** Hooks and finalising are under way. */
  | (Asked & { readonly kind: 'finishing' })
  /** `grace` is the time that it had where it had read `e.signal`, and did not end. */
  | { readonly kind: 'forced'; readonly signal: NodeJS.Signals; readonly why: ForcedWhy; readonly grace: number | null }

export type InterruptionEvent =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals; readonly at: number }
  /** A run has read `e.signal`; it is to have so much time. */
  | { readonly kind: 'read'; readonly grace: number }
  /** The process says what it does, and how long that may take. */
  | {
      readonly kind: 'answer'
      readonly step: 'settling' | 'finishing'
      readonly signal: NodeJS.Signals
      readonly at: number
      readonly time: number
    }
  | { readonly kind: 'time'; readonly at: number }
  /** No run is under way any more. */
  | { readonly kind: 'over' }

export interface Next {
  readonly state: Interruption
  /** `interrupt`: tell the process, or its runs. `force`: end the process now. */
  readonly do: 'nothing' | 'interrupt' | 'force'
}

export const UNINTERRUPTED: Interruption = { kind: 'none', grace: null }

/** What an event makes of an interruption. */
export function afterEvent(state: Interruption, event: InterruptionEvent): Next {
  if (state.kind === 'forced') return stay(state)
  if (event.kind === 'over') return stay(UNINTERRUPTED)
  switch (event.kind) {
    case 'read':
      return stay(withGrace(state, event.grace))
    case 'signal':
      return state.kind === 'none' ? ask(state.grace, event) : repeat(state, event)
    case 'answer': {
      const { step, signal, at, time } = event
      const asked = state.kind === 'none' ? { signal, since: at } : { signal: state.signal, since: state.since }
      const answered = { ...asked, until: at + time + PATIENCE }
      if (step === 'finishing') return stay({ kind: step, ...answered })
      return stay({ kind: step, ...answered, grace: graceOf(state, at + time - asked.since) })
    }
    case 'time':
      return state.kind !== 'none' && event.at >= state.until ? force(state, whyLate(state)) : stay(state)
  }
}

function ask(grace: number | null, { signal, at }: { readonly signal: NodeJS.Signals; readonly at: number }): Next {
  return { state: { kind: 'asked', signal, since: at, until: at + (grace ?? 0) + PATIENCE, grace }, do: 'interrupt' }
}

function repeat(state: Exclude<Interruption, { readonly kind: 'none' | 'forced' }>, { at }: { readonly at: number }): Next {
  return at - state.since < SAME_SIGNAL ? stay(state) : force(state, 'second signal')
}

/** The longest time of those that have read counts. */
function withGrace(state: Interruption, grace: number): Interruption {
  if (state.kind !== 'none' && state.kind !== 'asked') return state
  const longest = Math.max(state.grace ?? 0, grace)
  return state.kind === 'none'
    ? { ...state, grace: longest }
    : { ...state, grace: longest, until: state.since + longest + PATIENCE }
}

/** What a run that answers has altogether: what it said that it wants, unless that was made longer. */
function graceOf(state: Interruption, whole: number): number {
  const said = 'grace' in state ? state.grace : null
  return said !== null && Math.abs(whole - said) < PATIENCE ? said : Math.round(whole / 100) * 100
}

function whyLate(state: Interruption): ForcedWhy {
  if (state.kind === 'finishing') return 'did not finish'
  return 'grace' in state && state.grace !== null ? 'did not end' : 'no answer'
}

function force(state: Exclude<Interruption, { readonly kind: 'none' | 'forced' }>, why: ForcedWhy): Next {
  const grace = why === 'did not end' && 'grace' in state ? state.grace : null
  return { state: { kind: 'forced', signal: state.signal, why, grace }, do: 'force' }
}

function stay(state: Interruption): Next {
  return { state, do: 'nothing' }
}

/** The phases in which a signal ends the experiment's code. */
const BEFORE_END: ReadonlySet<RunPhase | 'ended'> = new Set(['prepare', 'beforeTesting', 'beforeRun', 'run'])

/**
 * What a signal does to a run: its code may end by itself where it has read `e.signal` (`settle`), else it is given up; what comes
 * after `run` is finished within its time.
 */
export function answerOf(phase: RunPhase | 'ended', isAwaited: boolean): 'settle' | 'give up' | 'finish' {
  if (!BEFORE_END.has(phase)) return 'finish'
  return isAwaited ? 'settle' : 'give up'
}
