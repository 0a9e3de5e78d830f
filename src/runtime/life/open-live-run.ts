import { relative, sep } from 'node:path'
import { analysisBoilerplate } from '../../analysis/boilerplate.ts'
import { ArtifactStore } from '../../archive/artifact-store.ts'
import { describeProcess } from '../../archive/liveness.ts'
import { RunWriter } from '../../archive/run-writer.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { once } from '../../internal/once.ts'
import { Journal } from '../../tracking/journal/journal.ts'
import { JournalThread } from '../../tracking/journal/thread.ts'
import { createMathRandom, createRandom } from '../../random/random.ts'
import { ChildStreams } from '../process/child-streams.ts'
import type { RunScope } from '../globals.ts'
import { InputRecorder } from './input-recorder.ts'
import { LiveRun } from './live-run.ts'
import { packageFile } from '../loading/package-files.ts'
import type { PreparedRun } from './prepare-run.ts'
import { RunOutput } from '../output/run-output.ts'
import { SourceArchive } from './source-archive.ts'
import { Steps } from './steps.ts'
import { textOfThrown } from './thrown.ts'
import { ValueSaver } from './value-saver.ts'

/** A run that is under way: what its code sees, what the globals ask, and what finalising needs. */
export interface OpenRun {
  readonly e: LiveRun
  readonly scope: RunScope
  readonly writer: RunWriter
  readonly output: RunOutput
  readonly store: ArtifactStore
  readonly saver: ValueSaver
  readonly sources: SourceArchive
  readonly inputs: InputRecorder
  readonly steps: Steps
  /** Aborts `e.signal`. */
  readonly abort: (reason: unknown) => void
  /** Puts what was thrown, with its stack, on standard error, and so into the log. */
  readonly report: (thrown: unknown) => void
  /**
   * Does a step of ours. A document that it cannot write is noted as missing; anything else that it throws fails the run.
   * The steps after it are done all the same.
   */
  readonly attempt: (step: () => unknown) => Promise<void>
  /** Writes status and values; `flush` waits until they are on the disk itself. */
  readonly persist: (flush: boolean) => Promise<void>
  /** The same at once, for a process that ends when this returns. */
  readonly persistNow: () => void
}

/** One for all runs of the process. */
const journalThread = once(() => new JournalThread(packageFile('journal-thread')))

/** Opens a prepared run: from here on it is in the archive, as `running`. */
export function openLiveRun(prepared: PreparedRun): OpenRun {
  const { record, resolved, request, specification } = prepared
  const { seed, file, run } = record.identity
  const { supervisor } = request
  record.supervisor = () => (supervisor === undefined ? null : supervisor.isLost ? 'lost' : 'present')
  const writer = new RunWriter(prepared.folder)
  writer.writeAlive(describeProcess())
  writer.writeMeta(record.toMeta(), false)
  supervisor?.send({ type: 'opened', folder: prepared.folder, secrets: resolved.secrets })
  writer.writeText(FILES.analysis, analysisBoilerplate({ experiment: file, run, params: publicValues(prepared) }))

  const values = new ValueTree()
  const saver = new ValueSaver({
    values,
    write: (tree, flush) => writer.writeData(tree, flush),
    warn: (text) => record.warn(text),
    journal: new Journal(prepared.folder, { now: request.system.now, thread: journalThread }),
  })
  const store = new ArtifactStore({ writer, now: request.system.now })
  const output = new RunOutput(prepared)
  const sources = new SourceArchive(prepared, writer)
  const inputs = new InputRecorder(prepared, writer)
  const aborting = new AbortController()
  const e = new LiveRun({
    folder: prepared.folder,
    record,
    params: resolved.values,
    hooks: specification.hooks,
    values,
    store,
    random: createRandom(seed, ['run']),
    output,
    inputs,
    sources,
    signal: aborting.signal,
    set: (key, value) => saver.set(key, value),
  })
  record.count = () => ({
    artifacts: store.artifacts.size,
    inputs: inputs.records.length,
    code_files: sources.snapshot?.files.length ?? 0,
  })
  const report = (thrown: unknown): void => e.log.error(textOfThrown(thrown))
  const writing = createWriting(prepared, report, [
    [FILES.data, (flush) => saver.save({ flush })],
    [FILES.meta, (flush) => writer.writeMeta(record.toMeta(), flush)],
  ])
  const scope = createScope(seed, output, sources)
  const abort = (reason: unknown): void => aborting.abort(reason)
  return { e, scope, writer, output, store, saver, sources, inputs, steps: new Steps(), abort, report, ...writing }
}

type Document = readonly [name: string, write: (flush: boolean) => void]

/** The ways to write a run's documents. What cannot be written now is written with the next of them. */
function createWriting(
  { record, request, folder }: PreparedRun,
  report: (thrown: unknown) => void,
  documents: readonly Document[],
): Pick<OpenRun, 'attempt' | 'persist' | 'persistNow'> {
  const note = (error: unknown): void => {
    if (error instanceof RunlabError && error.code === 'ARCHIVE_UNWRITABLE' && record.phase !== 'prepare') {
      const path = relative(folder, String(error.details['path'])).split(sep).join('/')
      if (record.lose(path, String(error.details['reason']))) report(error)
    } else {
      record.fail(error, request.system.now())
      report(error)
    }
  }
  const write = ([name, save]: Document, flush: boolean): void => {
    try {
      save(flush)
      record.recover(name)
    } catch (error) {
      note(error)
    }
  }
  const persistNow = (flush = false): void => {
    // The metadata comes last: it says when the values could not be written.
    for (const document of documents) write(document, flush)
  }
  return {
    attempt: async (step) => {
      try {
        await step()
      } catch (error) {
        note(error)
      }
    },
    persist: async (flush) => persistNow(flush),
    persistNow: () => persistNow(),
  }
}

function createScope(seed: number, output: RunOutput, sources: SourceArchive): RunScope {
  const math = createMathRandom(seed, ['math'])
  return {
    nextRandom: math.next,
    write: output.write,
    children: new ChildStreams({ seed, path: [] }, packageFile('child-preload'), (file) => sources.addStarted(file)),
  }
}

/** Parameters without secrets. */
function publicValues({ resolved }: PreparedRun): Readonly<Record<string, unknown>> {
  return Object.fromEntries(resolved.entries.filter(({ spec }) => spec.secret === null).map(({ name, value }) => [name, value]))
}
