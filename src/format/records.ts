/** One line of `.runlab/artifacts.jsonl`; of lines with the same name the last one counts. */
export interface ArtifactRecord {
  /** Path inside the run, POSIX separators. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Lower-case hex; null when `deferred`. */
  readonly sha256: string | null
  /** Milliseconds since the epoch at which the record was made. */
  readonly time: number
  /** How it came: committed, streamed, or found in the folder after `e.path`. */
  readonly via: 'commit' | 'stream' | 'path'
  /** The file was too large to hash before the end. */
  readonly deferred?: true
  /** The stream had not been closed when the run ended, or the run's process died before the file was listed. */
  readonly incomplete?: true
  /** The file was there and is gone: it is no artifact any more. */
  readonly removed?: true
}

/** One line of `.runlab/inputs.jsonl`: a file or folder the run read. */
export interface InputRecord {
  /** As the experiment named it. */
  readonly path: string
  /** Relative to the project where it lies inside, else absolute. POSIX separators. */
  readonly resolved: string
  readonly kind: 'file' | 'directory'
  /** Bytes; of a directory the sum over its files. */
  readonly size: number
  /** SHA-256 of the bytes; of a directory that of its sorted `name\0size\0sha256\n` listing; null when over the limit. */
  readonly sha256: string | null
  /** Files in a directory; 1 for a file. */
  readonly files: number
  readonly time: number
  /** The parameter that named it, or null for `e.use`. */
  readonly parameter: string | null
}

/** A captured source file. */
export interface SnapshotFile {
  /** Path below `code/`, POSIX separators. */
  readonly path: string
  /** The file's path relative to the project (may start with `../`). */
  readonly source: string
  readonly size: number
  readonly sha256: string
  /** The file held secrets and is masked here; `size` and `sha256` are those of the original. */
  readonly redacted?: true
  /**
   * `import`: reached from the entry; `late`: loaded while running by a non-literal import; `project`: package.json and the
   * like; `config`: a config that the run was started with.
   */
  readonly role: 'entry' | 'import' | 'late' | 'project' | 'config'
}

/** `.runlab/snapshot.json`: what `code/` holds. */
export interface SnapshotRecord {
  /** Where in the run's folder the files lie; `code` where it is missing, empty for the folder itself, as in runs of PyComex. */
  readonly folder?: string
  /** The entry's path below `code/`. */
  readonly entry: string
  /** The deepest folder that holds all captured sources, relative to the project. */
  readonly root: string
  readonly files: readonly SnapshotFile[]
  /** Imports of local files that could not be resolved or read, in words. */
  readonly unresolved: readonly string[]
  /** Paths below `code/` of files that were changed between being loaded and being captured: they may not be what ran. */
  readonly changed: readonly string[]
  readonly patch: PatchRecord
  /** Symbolic links that imports went through. Not written: who runs the archive makes them. */
  readonly links: readonly SnapshotLink[]
}

/** A symbolic link. Paths below `code/`, POSIX separators. */
export interface SnapshotLink {
  readonly path: string
  readonly target: string
}

/** Whether `code/git.patch` was written, and why not. */
export type PatchRecord =
  /** `applicable: false`: it held secrets and is masked; size and checksum are those of the original. */
  | { readonly state: 'written'; readonly size: number; readonly sha256: string; readonly applicable?: false }
  | { readonly state: 'none'; readonly reason: string }

/** Git facts of the project. */
export interface GitRecord {
  readonly commit: string
  /** null on a detached head. */
  readonly branch: string | null
  /** Without credentials. */
  readonly remote: string | null
  readonly dirty: boolean
  /** The checkout's root, relative to the project. */
  readonly root: string
}

/** `.runlab/environment.json`. */
export interface EnvironmentRecord {
  readonly runtime: {
    readonly name: 'node'
    readonly version: string
    readonly versions: Readonly<Record<string, string>>
    readonly execArgv: readonly string[]
  }
  readonly os: { readonly platform: string; readonly release: string; readonly arch: string; readonly version: string }
  readonly cpu: { readonly model: string; readonly count: number }
  /** Bytes. */
  readonly memory: { readonly total: number }
  readonly gpu: readonly { readonly name: string; readonly memory: string | null; readonly driver: string | null }[]
  readonly host: string
  readonly user: string
  readonly cwd: string
  /** Environment variables that results may depend on, of a fixed list; never credentials. */
  readonly env: Readonly<Record<string, string>>
  readonly argv: readonly string[]
  readonly pid: number
  readonly packageManager: { readonly name: string; readonly lockfile: string; readonly sha256: string } | null
  readonly git: GitRecord | null
  /** Facts that could not be gathered, and why, in words. */
  readonly missing: readonly string[]
}

/**
 * `.runlab/ending.json`: how the experiment's process ended, written by who watched it: the supervisor of `runlab run`, or
 * the watching thread in process when it ends the process by force.
 */
/** Why a process was ended by force. */
export type ForcedWhy =
  /** It did not answer, and nothing in it had read `e.signal`. */
  | 'no answer'
  /** A run that had read `e.signal` did not end within its time. */
  | 'did not end'
  /** Hooks and finalising did not. */
  | 'did not finish'
  /** A second signal came. */
  | 'second signal'

export interface EndingRecord {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly by: 'supervisor' | 'thread'
  /** Null when a signal ended the process. */
  readonly exitCode: number | null
  /** The signal that ended the process. */
  readonly signal: string | null
  /** The signal that asked the run to end, e.g. `SIGINT`. */
  readonly requested: string | null
  /** The run did not answer that signal (in time, or a second one came) and was killed: its hooks did not run. */
  readonly forced: boolean
  /** Why it was killed; null where it was not, and where that was not written. */
  readonly why: ForcedWhy | null
  /** Seconds that it had after the signal, where it had read `e.signal` and did not end. */
  readonly grace: number | null
  /** What the output says about the cause, where it does: V8 ran out of heap. */
  readonly cause: 'out of memory' | null
  /** The last lines of the log, secrets masked: at most 20 and 4 KB. */
  readonly lastOutput: readonly string[]
}

/** `.runlab/alive.json`: which process executes the run. */
export interface AliveRecord {
  readonly host: string
  readonly bootId: string | null
  readonly pidNamespace: string | null
  readonly pid: number
  /** The process's start time in kernel clock ticks, where the system tells. */
  readonly startTime: string | null
}
