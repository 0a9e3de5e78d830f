import type { ErrorMeta, ErrorOrigin, FailedHookMeta, RunMeta, RunPhase, RunStatus, SignalOutcome } from '../../format/meta.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { isA } from '../../internal/is-a.ts'
import { messageOfThrown, propertyOf, stackOfThrown, summaryOfThrown, typeOfThrown } from './thrown.ts'

interface HookFailure {
  readonly hook: string
  readonly layer: number
  readonly error: unknown
}

interface MetSignal {
  readonly name: string
  readonly phase: RunPhase
  readonly outcome: SignalOutcome | null
}

/** Failures of hooks that are kept: the experiment may have caught the others. */
const MOST_FAILURES = 20

/** The part of the metadata that does not change while the run executes. */
export type RunIdentity = Omit<
  RunMeta,
  | 'status'
  | 'phase'
  | 'signal'
  | 'signal_phase'
  | 'signal_outcome'
  | 'stop_reason'
  | 'exit_code'
  | 'supervisor'
  | 'unwritten'
  | 'end_time'
  | 'duration'
  | 'has_error'
  | 'error_type'
  | 'error'
  | 'warnings'
  | 'counts'
  | '__track__'
  | 'refused'
  | 'lost_points'
  | 'git'
  | 'seed'
> & { readonly seed: number }

/** What is known of a run while it executes: its status, its error, its counts. Gives the metadata at any moment. */
export class RunRecord {
  readonly identity: RunIdentity
  readonly #redactor: Redactor
  readonly #warnings: string[] = []
  readonly #unwritten = new Map<string, string>()
  #signal: MetSignal | null = null
  status: RunStatus = 'running'
  phase: RunMeta['phase'] = 'prepare'
  git: RunMeta['git'] = null
  /** Whether the supervisor is there, as of now. */
  supervisor: () => RunMeta['supervisor'] = () => null
  /** Why the program that started the run wants its end; null where it does not. Asked when a signal has come. */
  stopReason: () => string | null = () => null
  #stopped: string | null = null
  /** What the process exits with, once that is known. */
  exitCode: number | null = null
  /** Counts what the run holds now. */
  count: () => RunMeta['counts'] = () => ({ artifacts: 0, inputs: 0, code_files: 0, series: 0, points: 0 })
  /** What was tracked, and what could not be. */
  tracked: () => Pick<RunMeta, '__track__' | 'refused' | 'lost_points'> = () => ({ __track__: [], refused: [], lost_points: 0 })
  /** What was drawn in the end, in words. */
  drawn: string | null = null
  /** The experiment's code was given up, and may go on in the background: the process has to be ended. */
  isAbandoned = false
  readonly #hookFailures: HookFailure[] = []
  #endTime: number | null = null
  #error: ErrorMeta | null = null
  #thrown: unknown

  constructor(identity: RunIdentity, redactor: Redactor) {
    this.identity = identity
    this.#redactor = redactor
  }

  /** Ends the run. `now` in milliseconds. A later failure (in a hook) replaces `done`, never an earlier failure. */
  end(status: 'done' | 'failed' | 'interrupted' | 'stopped', now: number): void {
    if (this.status === 'running' || this.status === 'done') this.status = status
    this.#endTime ??= now / 1000
  }

  /** What belongs to the run has gone on after its end. `now` in milliseconds. */
  endAnew(now: number): void {
    this.#endTime = now / 1000
  }

  /** Records what was thrown; the first error is the run's. */
  fail(error: unknown, now: number, origin?: ErrorOrigin): void {
    if (this.#error === null) {
      const described = describeError(error, this.phase === 'ended' ? 'finalise' : this.phase, this.#redactor)
      const hook = this.hookOf(error)
      this.#error = { ...described, ...(origin === undefined ? {} : { origin }), ...(hook === null ? {} : { hook }) }
      this.#thrown = error
    }
    this.end('failed', now)
  }

  /** An implementation of a hook threw: noted, in case that the run fails with it. */
  noteHookFailure(hook: string, layer: number, error: unknown): void {
    // Texts and numbers are not told from equal ones of others. The innermost hook was first.
    if (typeof error !== 'object' || error === null || this.#hookFailures.some((known) => known.error === error)) return
    this.#hookFailures.push({ hook, layer, error })
    if (this.#hookFailures.length > MOST_FAILURES) this.#hookFailures.shift()
  }

  /** The implementation that threw an error, or one that caused it. */
  hookOf(error: unknown): FailedHookMeta | null {
    const chain = [error, ...(isA(error, Error) ? causesOf(error) : [])]
    const failure = this.#hookFailures.findLast((known) => chain.some((one) => Object.is(known.error, one)))
    const layer = failure === undefined ? undefined : this.identity.lineage?.layers[failure.layer]
    if (failure === undefined || layer === undefined || layer.file === null) return null
    const stack = this.identity.lineage?.hooks[failure.hook] ?? []
    const line = stack.findLast((one) => one.layer === failure.layer && one.replaced === undefined)?.line ?? null
    return { name: failure.hook, layer: failure.layer, file: layer.file, line }
  }

  /**
   * A signal has come: it ends a run that has not ended, and is noted in any case. `outcome` is what became of the code that it
   * met.
   */
  interrupt(signal: string, now: number, outcome: SignalOutcome | null = null): void {
    this.#signal ??= { name: signal, phase: this.phase === 'ended' ? 'finalise' : this.phase, outcome }
    if (this.status !== 'running') return
    this.#stopped = this.stopReason()
    this.end(this.#stopped === null ? 'interrupted' : 'stopped', now)
  }

  /** The signal that has come first, and when. */
  get signal(): MetSignal | null {
    return this.#signal
  }

  /** Notes a document that could not be written. True when that is new. */
  lose(path: string, reason: string): boolean {
    const isNew = !this.#unwritten.has(path)
    this.#unwritten.set(path, this.#redactor.mask(reason))
    return isNew
  }

  /** A document that could not be written has been, after all. */
  recover(path: string): void {
    this.#unwritten.delete(path)
  }

  get unwritten(): RunMeta['unwritten'] {
    return Array.from(this.#unwritten, ([path, reason]) => ({ path, reason }))
  }

  warn(text: string): void {
    const masked = this.#redactor.mask(text)
    if (!this.#warnings.includes(masked)) this.#warnings.push(masked)
  }

  get warnings(): readonly string[] {
    return this.#warnings
  }

  /** What was thrown first. */
  get thrown(): unknown {
    return this.#thrown
  }

  get error(): ErrorMeta | null {
    return this.#error
  }

  /** Seconds from start to end; 0 while running. */
  get duration(): number {
    return this.#endTime === null ? 0 : Math.max(0, Math.round((this.#endTime - this.identity.start_time) * 1000) / 1000)
  }

  toMeta(): RunMeta {
    const { identity } = this
    return {
      format: identity.format,
      runlab: identity.runlab,
      name: identity.name,
      run: identity.run,
      namespace: identity.namespace,
      status: this.status,
      phase: this.phase,
      signal: this.#signal?.name ?? null,
      signal_phase: this.#signal?.phase ?? null,
      signal_outcome: this.#signal?.outcome ?? null,
      ...(this.#stopped === null ? {} : { stop_reason: this.#redactor.mask(this.#stopped) }),
      exit_code: this.exitCode,
      start_time: identity.start_time,
      end_time: this.#endTime,
      duration: this.duration,
      has_error: this.#error !== null,
      error_type: this.#error?.type ?? null,
      error: this.#error,
      description: identity.description,
      short_description: identity.short_description,
      base_path: identity.base_path,
      file: identity.file,
      export: identity.export,
      seed: identity.seed,
      seed_source: identity.seed_source,
      load_seed: identity.load_seed,
      debug: identity.debug,
      testing: identity.testing,
      mode: identity.mode,
      supervisor: this.supervisor(),
      argv: identity.argv,
      parameters: identity.parameters,
      hooks: identity.hooks,
      results: identity.results,
      ...(identity.verify === undefined ? {} : { verify: identity.verify }),
      lineage: identity.lineage,
      ...this.tracked(),
      git: this.git,
      warnings: [...this.#warnings],
      unwritten: this.unwritten,
      ...(identity.reproduces === undefined ? {} : { reproduces: identity.reproduces }),
      ...(identity.parent === undefined ? {} : { parent: identity.parent }),
      ...(identity.sweep === undefined ? {} : { sweep: identity.sweep }),
      ...(identity.trial === undefined ? {} : { trial: identity.trial }),
      counts: this.count(),
    }
  }
}

/** Characters of a message or a stack that the metadata have: they are read by the thousand. The log has all of them. */
const LONGEST = 20_000

function cutLong(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length - LONGEST} characters more)`
}

/** Describes anything that was thrown, secrets masked. Never throws. */
export function describeError(error: unknown, phase: RunPhase, redactor: Redactor): ErrorMeta {
  const mask = (text: string): string => redactor.mask(text)
  const causes = isA(error, Error) ? causesOf(error).map((cause) => mask(summaryOfThrown(cause))) : []
  const code = isA(error, Error) ? propertyOf(error, 'code') : undefined
  const stack = stackOfThrown(error)
  return {
    type: cutLong(mask(typeOfThrown(error))),
    message: cutLong(mask(messageOfThrown(error))),
    stack: stack === null ? null : cutLong(mask(stack)),
    phase,
    ...(typeof code === 'string' ? { code: cutLong(mask(code)) } : {}),
    ...(causes.length === 0 ? {} : { causes }),
  }
}

function causesOf(error: Error): unknown[] {
  const causes: unknown[] = []
  let next = propertyOf(error, 'cause')
  while (next !== undefined && next !== null && causes.length < 10 && !causes.includes(next)) {
    causes.push(next)
    next = isA(next, Error) ? propertyOf(next, 'cause') : undefined
  }
  return causes
}
