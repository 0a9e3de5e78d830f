import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { analysisBoilerplate } from '../analysis/boilerplate.ts'
import { ArtifactStore } from '../archive/artifact-store.ts'
import { describeProcess } from '../archive/liveness.ts'
import { LogWriter } from '../archive/log-writer.ts'
import { recordInput } from '../archive/record-input.ts'
import { RunWriter } from '../archive/run-writer.ts'
import { FILES } from '../format/files.ts'
import type { InputRecord } from '../format/records.ts'
import { ValueTree } from '../format/value-tree.ts'
import { maskSecrets } from '../internal/mask-secrets.ts'
import { createMathRandom, createRandom } from '../random/random.ts'
import { ChildStreams } from './child-streams.ts'
import { outsideScope } from './globals.ts'
import type { RunScope, StreamName } from './globals.ts'
import { LiveRun } from './live-run.ts'
import { createLog } from './log.ts'
import { packageFile } from './package-files.ts'
import type { PreparedRun } from './prepare-run.ts'
import { createProgress } from './progress.ts'
import { SourceArchive } from './source-archive.ts'
import { Terminal } from './terminal.ts'
import { ValueSaver } from './value-saver.ts'

/** A run that is under way: what its code sees, what the globals ask, and what finalising needs. */
export interface OpenRun {
  readonly e: LiveRun
  readonly scope: RunScope
  readonly writer: RunWriter
  readonly log: LogWriter
  readonly store: ArtifactStore
  readonly saver: ValueSaver
  readonly sources: SourceArchive
  /** Records the files that parameters name. */
  readonly recordInputs: () => Promise<void>
  /** Puts status and values on disk. */
  readonly persist: () => void
  readonly updateCounts: () => void
}

/** Opens a prepared run: from here on it is in the archive, as `running`. */
export function openLiveRun(prepared: PreparedRun): OpenRun {
  const { folder, record, resolved, request, specification, project } = prepared
  const { system } = request
  const { seed } = record.identity
  const writer = new RunWriter(folder)
  writer.writeAlive(describeProcess())
  writer.writeMeta(record.toMeta())
  writer.writeText(
    FILES.analysis,
    analysisBoilerplate({ experiment: record.identity.file, run: record.identity.run, params: publicValues(prepared) }),
  )

  const values = new ValueTree()
  const saver = new ValueSaver(
    values,
    (tree) => writer.writeData(tree),
    (text) => record.warn(text),
  )
  const store = new ArtifactStore({ writer, now: system.now })
  const log = new LogWriter({ file: join(folder, FILES.log), now: () => new Date(system.now()) })
  const sources = new SourceArchive(prepared, writer)
  const inputs: InputRecord[] = []
  const addInput = async (
    path: string | URL,
    base: string,
    named: { parameter: string; given: string } | null,
  ): Promise<string> => {
    const found = await recordInput({ path, from: base, project, parameter: named?.parameter ?? null, now: system.now() })
    const input = named === null ? found.record : { ...found.record, path: named.given }
    writer.appendInput(input)
    inputs.push(input)
    return found.path
  }

  const terminal = new Terminal(
    request.panels ? system.stderr : { ...system.stderr, isTTY: false, write: () => true },
    system.now,
  )
  const scope = createScope({ log, terminal, seed, prepared })
  const print = (stream: StreamName, line: string): void => {
    const target = stream === 'out' ? system.stdout : system.stderr
    scope.write(stream, line, () => outsideScope(() => target.write(line)))
  }
  const e = new LiveRun({
    folder,
    record,
    params: resolved.values,
    hooks: specification.hooks,
    values,
    store,
    random: createRandom(seed, ['run']),
    log: createLog(print, () => system.stdout.columns ?? 80),
    progress: createProgress({ terminal, clock: () => performance.now(), log: (line) => print('out', `${line}\n`) }),
    changed: () => saver.touch(),
    use: async (path) => await addInput(path, system.cwd(), null),
    inputs: () => inputs,
    environment: () => sources.environment,
    snapshot: () => sources.snapshot,
    readLog: async () => await readFile(join(folder, FILES.log), 'utf8'),
  })
  const updateCounts = (): void => {
    record.counts = { artifacts: store.artifacts.size, inputs: inputs.length, code_files: sources.snapshot?.files.length ?? 0 }
  }
  return {
    e,
    scope,
    writer,
    log,
    store,
    saver,
    sources,
    updateCounts,
    recordInputs: async () => {
      for (const { parameter, given, absolute } of resolved.paths) {
        if (existsSync(absolute)) await addInput(absolute, project, { parameter, given })
      }
    },
    persist: () => {
      updateCounts()
      writer.writeData(values)
      writer.writeMeta(record.toMeta())
    },
  }
}

function createScope({
  log,
  terminal,
  seed,
  prepared,
}: {
  log: LogWriter
  terminal: Terminal
  seed: number
  prepared: PreparedRun
}): RunScope {
  const { stdout, stderr } = prepared.request.system
  const { secrets } = prepared.resolved
  const math = createMathRandom(seed, ['math'])
  return {
    nextRandom: () => math.next(),
    write: (stream, chunk, echo) => {
      log.write(stream, typeof chunk === 'string' ? maskSecrets(chunk, secrets) : chunk)
      return terminal.print(chunk, echo, (stream === 'out' ? stdout : stderr).isTTY === true)
    },
    children: new ChildStreams({ seed, path: [] }, packageFile('child-preload')),
  }
}

/** Parameters without secrets. */
function publicValues({ resolved }: PreparedRun): Readonly<Record<string, unknown>> {
  return Object.fromEntries(resolved.entries.filter(({ spec }) => spec.secret === null).map(({ name, value }) => [name, value]))
}
