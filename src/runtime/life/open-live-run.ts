import { analysisBoilerplate } from '../../analysis/boilerplate.ts'
import { ArtifactStore } from '../../archive/artifacts/artifact-store.ts'
import { describeProcess } from '../../archive/claims/liveness.ts'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import { readStopOrder } from '../../archive/documents/stop-order.ts'
import { failedHookText } from '../../format/failed-hook.ts'
import { FILES } from '../../format/files.ts'
import type { FailedHookMeta } from '../../format/meta.ts'
import { ownJson } from '../../internal/own-json.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { Journal } from '../../tracking/journal/journal.ts'
import { createMathRandom, createRandom } from '../../random/random.ts'
import { maskValues } from '../../secrets/mask-values.ts'
import { ChildStreams } from '../process/child-streams.ts'
import { currentScope } from '../globals.ts'
import type { RunScope } from '../globals.ts'
import { Annotating } from './annotating.ts'
import { InputRecorder } from './input-recorder.ts'
import { LiveRun } from './live-run.ts'
import { packageFile } from '../loading/package-files.ts'
import { frameOfThrow } from '../loading/place-of-throw.ts'
import { wantsVisuals } from '../drawing/wants-visuals.ts'
import type { PreparedRun } from './prepare-run.ts'
import type { JoinedRun } from './ranks.ts'
import { RunSignal } from './run-signal.ts'
import { RunOutput } from '../output/run-output.ts'
import { SourceArchive } from './source-archive.ts'
import { samplingInterval } from '../system-series/sampling-interval.ts'
import { Steps } from './steps.ts'
import { textOfThrown } from './thrown.ts'
import { valueMask } from './value-mask.ts'
import { ValueSaver } from './value-saver.ts'
import { LazyTracking } from '../tracking/lazy-tracking.ts'
import type { Warn } from '../tracking/warn.ts'
import { journalThread } from '../tracking/writer-threads.ts'
import { createTrouble, createWriting } from './writing.ts'
import type { Writing } from './writing.ts'

/** A run that is under way: what its code sees, what the globals ask, and what finalising needs. */
export interface OpenRun extends Writing {
  readonly e: LiveRun
  readonly scope: RunScope
  readonly writer: RunWriter
  readonly output: RunOutput
  readonly store: ArtifactStore
  readonly saver: ValueSaver
  readonly sources: SourceArchive
  readonly inputs: InputRecorder
  readonly tracking: LazyTracking
  readonly steps: Steps
  /** Its `e.signal`. */
  readonly signal: RunSignal
  /** Says something in the record and in the log. */
  readonly warn: Warn
  /** Puts what was thrown, with its stack, on standard error, and so into the log. */
  readonly report: (thrown: unknown) => void
}

/** Opens a prepared run: from here on it is in the archive, as `running`. */
export function openLiveRun(prepared: PreparedRun, joined?: JoinedRun): OpenRun {
  const { record, resolved, request, specification, redactor } = prepared
  const { seed } = record.identity
  const { supervisor } = request
  record.supervisor = () => (supervisor === undefined ? null : supervisor.isLost ? 'lost' : 'present')
  record.stopReason = () => readStopOrder(prepared.folder)?.reason ?? null
  const writer = beginFolder(prepared)
  const output = new RunOutput(prepared)
  const report = (thrown: unknown): void => output.log.error(textOfFailure(thrown, record.hookOf(thrown)))
  const trouble = createTrouble(prepared, report, (text) => output.log.error(text))
  const values = new ValueTree(valueMask(redactor))
  const saver = createSaver(prepared, { values, writer, fail: trouble.noteByTheWay })
  const store = new ArtifactStore({
    writer,
    redactor,
    now: request.system.now,
    onWritten: (name) => record.recover(name),
    onFailure: trouble.noteArtifact,
  })
  const warn: Warn = (text, hint = '') => {
    record.warn(text)
    output.log.warn(hint === '' ? text : `${text} ${hint}`)
  }
  const sources = new SourceArchive(prepared, writer, warn)
  const inputs = new InputRecorder(prepared, writer)
  const annotations = new Annotating({
    // A rank that keeps no archive annotates the run that it tracks for.
    writer: joined === undefined ? writer : new RunWriter(joined.handle.run, redactor),
    now: request.system.now,
    fail: trouble.noteByTheWay,
  })
  const tracking = new LazyTracking(prepared, warn)
  const signal = new RunSignal(currentScope()?.signal)
  const e = new LiveRun({
    folder: prepared.folder,
    record,
    redactor,
    params: resolved.values,
    hooks: specification.hooks,
    values,
    store,
    random: createRandom(seed, ['run']),
    output,
    inputs,
    annotations,
    sources,
    tracking,
    joined,
    signal,
    saver,
  })
  record.count = () => ({
    artifacts: store.artifacts.size,
    inputs: inputs.records.length,
    code_files: sources.snapshot?.files.length ?? 0,
    ...tracking.counts,
  })
  record.tracked = () => tracking.meta
  const writing = createWriting(prepared, trouble, [
    [FILES.data, (flush) => saver.save({ flush })],
    [FILES.meta, (flush) => writer.writeMeta(record.toMeta(), { flush, isLast: record.status !== 'running' })],
  ])
  const scope = createScope(prepared, { output, sources, signal })
  return {
    e,
    scope,
    writer,
    output,
    store,
    saver,
    sources,
    inputs,
    tracking,
    steps: new Steps(),
    signal,
    warn,
    report,
    ...writing,
  }
}

interface SaverParts {
  readonly values: ValueTree
  readonly writer: RunWriter
  readonly fail: (error: unknown) => void
}

function createSaver({ record, request, folder }: PreparedRun, { values, writer, fail }: SaverParts): ValueSaver {
  return new ValueSaver({
    values,
    write: (tree, flush) => {
      writer.writeData(tree, { flush, isLast: record.status !== 'running' })
      record.recover(FILES.data)
    },
    fail,
    warn: (text) => record.warn(text),
    journal: new Journal(folder, { now: request.system.now, thread: journalThread, check: () => writer.check(FILES.journal) }),
  })
}

/** Puts a run into the archive, with what can be said of it before it executes. */
function beginFolder(prepared: PreparedRun): RunWriter {
  const { record, request, specification, redactor, folder } = prepared
  const { file, run } = record.identity
  const writer = new RunWriter(folder, redactor)
  writer.writeAlive(describeProcess())
  writer.writeMeta(record.toMeta(), { flush: false })
  writer.reserve()
  const [sampled, scratch] = [samplingInterval(request), request.scratch ?? null]
  const { identity } = writer
  const { secrets } = redactor
  request.supervisor?.send({ type: 'opened', folder, identity, secrets, sampled, scratch, visuals: wantsVisuals(request) })
  const hasAnalyses = specification.analyses.size > 0
  writer.writeText(FILES.analysis, analysisBoilerplate({ experiment: file, run, params: publicValues(prepared), hasAnalyses }))

  if (Object.keys(specification.visuals).length > 0)
    writer.writeText(FILES.rules, `${ownJson(maskValues(redactor, specification.visuals), 2)}\n`)
  return writer
}

/** What was thrown, out of which hook, and the code there. */
function textOfFailure(thrown: unknown, hook: FailedHookMeta | null): string {
  const frame = frameOfThrow(thrown)
  return `${textOfThrown(thrown)}${hook === null ? '' : `\n    in ${failedHookText(hook)}`}${frame === null ? '' : `\n\n${frame}\n`}`
}

interface ScopeParts {
  readonly output: RunOutput
  readonly sources: SourceArchive
  readonly signal: RunSignal
}

function createScope({ record, request, redactor, archive }: PreparedRun, { output, sources, signal }: ScopeParts): RunScope {
  const { seed } = record.identity
  const { supervisor, scratch } = request
  const math = createMathRandom(seed, ['math'])
  return {
    nextRandom: math.next,
    write: output.write,
    aside: supervisor === undefined ? undefined : (stream, chunk) => supervisor.show(stream, chunk),
    archive: scratch === undefined ? archive : undefined,
    signal,
    children: new ChildStreams({ seed, path: [] }, packageFile('child-preload'), {
      onStart: (file) => sources.addStarted(file),
      secrets: redactor.secrets,
      reports: () => sources.reports,
    }),
  }
}

/** Parameters without secrets. */
function publicValues({ resolved }: PreparedRun): Readonly<Record<string, unknown>> {
  return Object.fromEntries(resolved.entries.filter(({ isSecret }) => !isSecret).map(({ name, value }) => [name, value]))
}
