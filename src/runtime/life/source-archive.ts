import { setMaxListeners } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { receiveMessageOnPort } from 'node:worker_threads'
import type { RunWriter } from '../../archive/writing/run-writer.ts'
import { FILES } from '../../format/files.ts'
import type { EnvironmentRecord, SnapshotRecord } from '../../format/records.ts'
import type { FileStamp } from '../../internal/file-stamp.ts'
import { addLateFile, captureSnapshot } from '../../snapshot/capture.ts'
import type { OnCaptured } from '../../snapshot/capture.ts'
import { joinGraphs, readImportGraph } from '../../snapshot/import-graph.ts'
import type { ImportGraph } from '../../snapshot/import-graph.ts'
import { realPath } from '../../snapshot/real-path.ts'
import type { LoadedFile } from '../loading/loaded-files.ts'
import { LoadedReports } from '../loading/loaded-reports.ts'
import { loaderState } from '../loading/loader-state.ts'
import { isOwnFile, ownFiles } from '../loading/package-files.ts'
import type { PreparedRun } from './prepare-run.ts'
import { gatherSurroundings } from './sources.ts'

const require = createRequire(import.meta.url)

/** Masked files that a warning names. */
const MOST_NAMED = 5

/** What is kept of a run's surroundings: its code, captured before it starts and added to when files load later, and the machine. */
export class SourceArchive {
  readonly #prepared: PreparedRun
  readonly #writer: RunWriter
  readonly #codeFolder: string
  /** What was loaded before the run: other code of the process, or captured by the import graph. */
  readonly #loadedBefore = new Set<string>()
  #snapshot: SnapshotRecord | null = null
  #environment: EnvironmentRecord | null = null
  /** Late files are added one after the other. */
  #adding: Promise<void> = Promise.resolve()
  readonly #captured = new Map<string, { readonly place: string; readonly stamp: FileStamp | null }>()
  /** Places below `code/` that are known to be masked. */
  readonly #masked = new Set<string>()
  readonly #warn: (text: string) => void
  /** What threads and forks load. */
  readonly #reports = new LoadedReports((loaded) => this.#onLoaded(loaded))
  readonly #onLoaded = (loaded: LoadedFile): void => {
    loaderState()?.loaded.add(loaded)
    this.#add(loaded.path)
  }
  readonly #onCaptured: OnCaptured = (path, place, stamp) => void this.#captured.set(path, { place, stamp })

  constructor(prepared: PreparedRun, writer: RunWriter, warn: (text: string) => void) {
    this.#warn = warn
    this.#prepared = prepared
    this.#writer = writer
    this.#codeFolder = join(prepared.folder, FILES.code)
  }

  get snapshot(): SnapshotRecord | null {
    return this.#snapshot
  }

  get environment(): EnvironmentRecord | null {
    return this.#environment
  }

  /** Captures code, repository and machine; from then on files that are loaded are added. */
  async capture(): Promise<void> {
    const { request, project, archive, record, redactor, specification } = this.#prepared
    const early = request.surroundings?.archive === archive ? request.surroundings : undefined
    const { git, environment } = early ?? gatherSurroundings(project, archive, request.system)
    const graph = await this.#readGraph()
    const codeFolder = this.#codeFolder
    const extra = specification.layers.flatMap(({ kind, location }) => (kind === 'config' ? [location.file] : []))
    const options = { graph, project, codeFolder, git, redactor, extra, onCaptured: this.#onCaptured }
    this.#snapshot = await captureSnapshot(options)
    const facts = await git
    const around = await environment
    this.#environment = { ...around, argv: record.identity.argv, git: facts.git, missing: [...around.missing, ...facts.missing] }
    const { git: found } = facts
    record.git = found === null ? null : { commit: found.commit, branch: found.branch, dirty: found.dirty }
    const loaded = [...this.#takeLoaded()]
    this.#noteChanged()
    this.#noteMasked(this.#snapshot)
    this.#writer.writeSnapshot(this.#snapshot)
    this.#writer.writeEnvironment(this.#environment)
    for (const file of loaded) {
      // What the process loaded for other purposes is not this run's.
      if (request.exclusive) this.#add(file)
      else this.#loadedBefore.add(file)
    }
    // Which of them this run will use cannot be told: a file too many is better than one too few.
    for (const file of loaderState()?.late ?? []) {
      this.#loadedBefore.delete(file)
      this.#add(file)
    }
    await this.#adding
    const port = loaderState()?.port
    if (port === undefined) return
    setMaxListeners(0, port) // any number of runs may be under way
    port.on('message', this.#onLoaded).unref()
  }

  /** What the experiment imports, and what the layers import that it does not know: mixins of a config, of `--include`. */
  async #readGraph(): Promise<ImportGraph> {
    const { request, specification } = this.#prepared
    let graph = await request.sources.graph
    for (const { kind, location } of specification.layers) {
      const path = realPath(location.file)
      if (kind === 'config' || path === null || graph.files.has(path)) continue
      graph = joinGraphs(graph, await readImportGraph({ entry: path, known: new Set([...ownFiles(), ...graph.files.keys()]) }))
    }
    return graph
  }

  /** Adds the file of a thread or process that starts, by path or URL; one that Node has to guess is left to the import graph. */
  addStarted(file: string): void {
    if (file.startsWith('data:')) return
    const path = file.startsWith('file:') ? fileURLToPath(file) : resolve(file)
    if (existsSync(path)) this.#add(path)
  }

  /** The file in which threads and forks of the run say what they load. */
  get reports(): string {
    return this.#reports.file
  }

  /** Adds what was loaded last. */
  async finish(): Promise<void> {
    this.#reports.read()
    this.#reports.close()
    for (const file of this.#takeLoaded()) this.#add(file)
    loaderState()?.port.off('message', this.#onLoaded)
    await this.#adding
    if (this.#noteChanged() && this.#snapshot !== null) this.#writer.writeSnapshot(this.#snapshot)
  }

  /** Compares what was loaded with what was captured. True when more has changed than was known. */
  #noteChanged(): boolean {
    const loaded = loaderState()?.loaded
    const known = this.#snapshot?.changed ?? []
    const changed = [...this.#captured].filter(([path, { stamp }]) => loaded?.differs(path, stamp)).map(([, { place }]) => place)
    const added = changed.filter((place) => !known.includes(place)).toSorted()
    if (this.#snapshot === null || added.length === 0) return false
    this.#snapshot = { ...this.#snapshot, changed: [...known, ...added].toSorted() }
    this.#warn(`Changed between being loaded and being archived: ${added.join(', ')}. What is in code/ may not be what ran.`)
    return true
  }

  #noteMasked({ files, patch }: SnapshotRecord): void {
    const places = files.filter(({ redacted }) => redacted).map(({ path }) => path)
    if (patch.state === 'written' && patch.applicable === false) places.push('git.patch')
    const added = places.filter((place) => !this.#masked.has(place))
    if (added.length === 0) return
    for (const place of added) this.#masked.add(place)
    const more = added.length > MOST_NAMED ? ` and ${added.length - MOST_NAMED} more` : ''
    this.#warn(
      `Secrets are masked in code/: ${added.slice(0, MOST_NAMED).join(', ')}${more}. What is archived there is not quite what ran.`,
    )
  }

  /** The local files that were loaded up to now: by import as the loader tells, by `require` as its cache tells. */
  *#takeLoaded(): Generator<string> {
    const port = loaderState()?.port
    for (let next = port && receiveMessageOnPort(port); next !== undefined; next = port && receiveMessageOnPort(port)) {
      port?.emit('message', next.message) // for the other runs that are under way
      const file: LoadedFile = next.message
      loaderState()?.loaded.add(file)
      yield file.path
    }
    yield* Object.keys(require.cache)
  }

  #add(file: string): void {
    if (this.#loadedBefore.has(file) || isOwnFile(file)) return
    this.#loadedBefore.add(file)
    this.#adding = this.#adding.then(async () => await this.#addLate(file))
  }

  async #addLate(file: string): Promise<void> {
    if (this.#snapshot === null) return
    const { project, record, redactor } = this.#prepared
    try {
      this.#writer.check(FILES.code) // it must not be made anew
      const snapshot = await addLateFile({
        snapshot: this.#snapshot,
        file,
        project,
        codeFolder: this.#codeFolder,
        known: ownFiles(),
        redactor,
        onCaptured: this.#onCaptured,
      })
      if (
        snapshot.files.length === this.#snapshot.files.length &&
        snapshot.unresolved.length === this.#snapshot.unresolved.length
      )
        return
      this.#snapshot = snapshot
      this.#noteChanged()
      this.#noteMasked(this.#snapshot)
      loaderState()?.late.add(file)
      this.#writer.writeSnapshot(this.#snapshot)
    } catch (error) {
      record.warn(
        `${file} was loaded while running and could not be archived: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}
