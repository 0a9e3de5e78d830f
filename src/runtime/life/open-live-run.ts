import { analysisBoilerplate } from '../../analysis/boilerplate.ts'
import { ArtifactStore } from '../../archive/artifact-store.ts'
import { describeProcess } from '../../archive/liveness.ts'
import { RunWriter } from '../../archive/run-writer.ts'
import { FILES } from '../../format/files.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { createMathRandom, createRandom } from '../../random/random.ts'
import { ChildStreams } from '../process/child-streams.ts'
import type { RunScope } from '../globals.ts'
import { InputRecorder } from './input-recorder.ts'
import { LiveRun } from './live-run.ts'
import { packageFile } from '../loading/package-files.ts'
import type { PreparedRun } from './prepare-run.ts'
import { RunOutput } from '../output/run-output.ts'
import { SourceArchive } from './source-archive.ts'
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
  /** Puts what was thrown, with its stack, on standard error, and so into the log. */
  readonly report: (thrown: unknown) => void
  /** Does a step of ours. What it throws fails the run, and nothing else: the steps after it are done all the same. */
  readonly attempt: (step: () => unknown) => Promise<void>
  /** Writes status and values; `flush` waits until they are on the disk itself. What cannot be written fails the run. */
  readonly persist: (flush: boolean) => Promise<void>
}

/** Opens a prepared run: from here on it is in the archive, as `running`. */
export function openLiveRun(prepared: PreparedRun): OpenRun {
  const { record, resolved, request, specification } = prepared
  const { seed, file, run } = record.identity
  const writer = new RunWriter(prepared.folder)
  writer.writeAlive(describeProcess())
  writer.writeMeta(record.toMeta(), false)
  writer.writeText(FILES.analysis, analysisBoilerplate({ experiment: file, run, params: publicValues(prepared) }))

  const values = new ValueTree()
  const saver = new ValueSaver(
    values,
    (tree, flush) => writer.writeData(tree, flush),
    (text) => record.warn(text),
  )
  const store = new ArtifactStore({ writer, now: request.system.now })
  const output = new RunOutput(prepared)
  const sources = new SourceArchive(prepared, writer)
  const inputs = new InputRecorder(prepared, writer)
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
    changed: () => saver.touch(),
  })
  record.count = () => ({
    artifacts: store.artifacts.size,
    inputs: inputs.records.length,
    code_files: sources.snapshot?.files.length ?? 0,
  })
  const report = (thrown: unknown): void => e.log.error(textOfThrown(thrown))
  const attempt = async (step: () => unknown): Promise<void> => {
    try {
      await step()
    } catch (error) {
      record.fail(error, request.system.now())
      report(error)
    }
  }
  const persist = async (flush: boolean): Promise<void> => {
    // The metadata is written even where the values cannot be, and then says so.
    await attempt(() => saver.save({ flush }))
    await attempt(() => writer.writeMeta(record.toMeta(), flush))
  }
  return { e, scope: createScope(seed, output, sources), writer, output, store, saver, sources, inputs, report, attempt, persist }
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
