import { flag, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { pathBelow } from './path-below.ts'
import { onlyTrue, orElse, shape } from './shape.ts'
import type { Parsed } from './shape.ts'

const none = (): readonly never[] => []

/** One line of `.runlab/artifacts.jsonl`; of lines with the same name the last one counts. Throws ARCHIVE_FORMAT. */
export const parseArtifactRecord = shape({
  /** Path inside the run, POSIX separators. */
  name: pathBelow,
  /** Bytes. */
  size: number,
  /** Lower-case hex; null when `deferred`. */
  sha256: orNull(text),
  /** Milliseconds since the epoch at which the record was made. */
  time: number,
  /** How it came: committed, streamed, or found in the folder after `e.path`. */
  via: oneOf('commit', 'stream', 'path'),
  /** The file was too large to hash before the end. */
  deferred: onlyTrue,
  /** The stream had not been closed when the run ended, or the run's process died before the file was listed. */
  incomplete: onlyTrue,
  /** The file was there and is gone: it is no artifact any more. */
  removed: onlyTrue,
})
export interface ArtifactRecord extends Parsed<typeof parseArtifactRecord> {}

/** One line of `.runlab/inputs.jsonl`: a file or folder the run read. Throws ARCHIVE_FORMAT. */
export const parseInputRecord = shape({
  /** As the experiment named it. */
  path: text,
  /** Relative to the project where it lies inside, else absolute. POSIX separators. */
  resolved: text,
  kind: oneOf('file', 'directory'),
  /** Bytes; of a directory the sum over its files. */
  size: number,
  /** SHA-256 of the bytes; of a directory that of its sorted `name\0size\0sha256\n` listing; null when over the limit. */
  sha256: orNull(text),
  /** Files in a directory; 1 for a file. */
  files: number,
  /** Milliseconds since the epoch. */
  time: number,
  /** The parameter that named it, or null for `e.use`. */
  parameter: orNull(text),
})
export interface InputRecord extends Parsed<typeof parseInputRecord> {}

const snapshotFile = shape({
  /** Path below `code/`, POSIX separators. */
  path: pathBelow,
  /** The file's path relative to the project (may start with `../`). */
  source: text,
  size: number,
  sha256: text,
  /**
   * `import`: reached from the entry; `late`: loaded while running by a non-literal import; `project`: package.json and the
   * like; `config`: a config that the run was started with.
   */
  role: oneOf('entry', 'import', 'late', 'project', 'config'),
  /** The file held secrets and is masked here; `size` and `sha256` are those of the original. */
  redacted: onlyTrue,
})
/** A captured source file. */
export interface SnapshotFile extends Parsed<typeof snapshotFile> {}

const snapshotLink = shape({ path: pathBelow, target: pathBelow })
/** A symbolic link. Paths below `code/`, POSIX separators. */
export interface SnapshotLink extends Parsed<typeof snapshotLink> {}

/** Whether `code/git.patch` was written, and why not. */
export type PatchRecord =
  /** `applicable: false`: it held secrets and is masked; size and checksum are those of the original. */
  | { readonly state: 'written'; readonly size: number; readonly sha256: string; readonly applicable?: false }
  | { readonly state: 'none'; readonly reason: string }

const patchState = shape({ state: oneOf('written', 'none') })
const noPatch = shape({ state: oneOf('none'), reason: text })
const writtenPatch = shape({ state: oneOf('written'), size: number, sha256: text, applicable: orElse(flag, () => true) })

const patchRecord: Parse<PatchRecord> = (value, place) => {
  if (patchState(value, place).state === 'none') return noPatch(value, place)
  const { applicable, ...patch } = writtenPatch(value, place)
  return applicable ? patch : { ...patch, applicable }
}

/** `.runlab/snapshot.json`: what `code/` holds. Throws ARCHIVE_FORMAT. */
export const parseSnapshotRecord = shape({
  /** The entry's path below `code/`. */
  entry: pathBelow,
  /** The deepest folder that holds all captured sources, relative to the project. */
  root: text,
  files: listOf(snapshotFile),
  /** Imports of local files that could not be resolved or read, in words. */
  unresolved: listOf(text),
  /** Paths below `code/` of files that were changed between being loaded and being captured: they may not be what ran. */
  changed: orElse(listOf(pathBelow), none),
  patch: patchRecord,
  /** Symbolic links that imports went through. Not written: who runs the archive makes them. */
  links: orElse(listOf(snapshotLink), none),
})
export interface SnapshotRecord extends Parsed<typeof parseSnapshotRecord> {
  /** Where in the run's folder the files lie; `code` where it is missing, empty for the folder itself, as in runs of PyComex. */
  readonly folder?: string
}

const gitRecord = shape({
  commit: text,
  /** null on a detached head. */
  branch: orNull(text),
  /** Without credentials. */
  remote: orNull(text),
  dirty: flag,
  /** The checkout's root, relative to the project. */
  root: text,
})
/** Git facts of the project. */
export interface GitRecord extends Parsed<typeof gitRecord> {}

/** `.runlab/environment.json`. Throws ARCHIVE_FORMAT. */
export const parseEnvironmentRecord = shape({
  runtime: shape({ name: oneOf('node'), version: text, versions: recordOf(text), execArgv: listOf(text) }),
  os: shape({ platform: text, release: text, arch: text, version: text }),
  cpu: shape({ model: text, count: number }),
  /** Bytes. */
  memory: shape({ total: number }),
  gpu: listOf(shape({ name: text, memory: orNull(text), driver: orNull(text) })),
  host: text,
  user: text,
  cwd: text,
  /** Environment variables that results may depend on, of a fixed list; never credentials. */
  env: orElse(recordOf(text), () => ({})),
  argv: listOf(text),
  pid: number,
  packageManager: orNull(shape({ name: text, lockfile: text, sha256: text })),
  git: orNull(gitRecord),
  /** Facts that could not be gathered, and why, in words. */
  missing: listOf(text),
})
export interface EnvironmentRecord extends Parsed<typeof parseEnvironmentRecord> {}

/**
 * Why a process was ended by force. `no answer`: it did not answer, and nothing in it had read `e.signal`. `did not end`: a run
 * that had read `e.signal` did not end within its time. `did not finish`: hooks and finalising did not. `second signal`: one came.
 */
const forcedWhy = oneOf('no answer', 'did not end', 'did not finish', 'second signal')
export type ForcedWhy = Parsed<typeof forcedWhy>

/**
 * `.runlab/ending.json`: how the experiment's process ended, written by who watched it: the supervisor of `runlab run`, or
 * the watching thread in process when it ends the process by force. Throws ARCHIVE_FORMAT.
 */
export const parseEndingRecord = shape({
  /** Milliseconds since the epoch. */
  time: number,
  by: oneOf('supervisor', 'thread'),
  /** Null when a signal ended the process. */
  exitCode: orNull(number),
  /** The signal that ended the process. */
  signal: orNull(text),
  /** The signal that asked the run to end, e.g. `SIGINT`. */
  requested: orNull(text),
  /** The run did not answer that signal (in time, or a second one came) and was killed: its hooks did not run. */
  forced: flag,
  /** Why it was killed; null where it was not, and where that was not written. */
  why: orElse(orNull(forcedWhy), () => null),
  /** Seconds that it had after the signal, where it had read `e.signal` and did not end. */
  grace: orElse(orNull(number), () => null),
  /** What the output says about the cause, where it does: V8 ran out of heap. */
  cause: orNull(oneOf('out of memory')),
  /** The last lines of the log, secrets masked: at most 20 and 4 KB. */
  lastOutput: listOf(text),
})
export interface EndingRecord extends Parsed<typeof parseEndingRecord> {}

/**
 * `.runlab/stop.json`: the program that started a run has asked for its end, and why. Written before the run is sent a signal.
 * Throws ARCHIVE_FORMAT.
 */
export const parseStopOrder = shape({
  /** Milliseconds since the epoch. */
  time: number,
  reason: text,
})
export interface StopOrder extends Parsed<typeof parseStopOrder> {}

/** `.runlab/checksums.json`: the documents of a finished run as they were written. Throws ARCHIVE_FORMAT. */
export const parseChecksums = shape({
  files: listOf(
    shape({
      /** Path inside the run, POSIX separators. */
      path: pathBelow,
      /** Bytes. */
      size: number,
      /** Lower-case hex. */
      sha256: text,
    }),
  ),
})
export interface Checksums extends Parsed<typeof parseChecksums> {}

/** `.runlab/alive.json`: which process executes the run. Throws ARCHIVE_FORMAT. */
export const parseAliveRecord = shape({
  host: text,
  bootId: orNull(text),
  pidNamespace: orNull(text),
  pid: number,
  /** The process's start time in kernel clock ticks, where the system tells. */
  startTime: orNull(text),
})
export interface AliveRecord extends Parsed<typeof parseAliveRecord> {}
