import { fieldsOf, flag, listOf, number, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { pathBelow } from './path-below.ts'
import type {
  AliveRecord,
  ArtifactRecord,
  EndingRecord,
  InputRecord,
  PatchRecord,
  SnapshotFile,
  SnapshotLink,
  SnapshotRecord,
} from './records.ts'

/** One line of `.runlab/artifacts.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseArtifactRecord: Parse<ArtifactRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    name: read('name', pathBelow),
    size: read('size', number),
    sha256: read('sha256', orNull(text)),
    time: read('time', number),
    via: read('via', oneOf('commit', 'stream', 'path')),
    ...(read('deferred', flag, () => false) ? { deferred: true } : {}),
    ...(read('incomplete', flag, () => false) ? { incomplete: true } : {}),
    ...(read('removed', flag, () => false) ? { removed: true } : {}),
  }
}

/** One line of `.runlab/inputs.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseInputRecord: Parse<InputRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    path: read('path', text),
    resolved: read('resolved', text),
    kind: read('kind', oneOf('file', 'directory')),
    size: read('size', number),
    sha256: read('sha256', orNull(text)),
    files: read('files', number),
    time: read('time', number),
    parameter: read('parameter', orNull(text)),
  }
}

/** `.runlab/snapshot.json`. Throws ARCHIVE_FORMAT. */
export const parseSnapshotRecord: Parse<SnapshotRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    entry: read('entry', pathBelow),
    root: read('root', text),
    files: read('files', listOf(snapshotFile)),
    unresolved: read('unresolved', listOf(text)),
    changed: read('changed', listOf(pathBelow), () => []),
    patch: read('patch', patchRecord),
    links: read('links', listOf(snapshotLink), () => []),
  }
}

const snapshotFile: Parse<SnapshotFile> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    path: read('path', pathBelow),
    source: read('source', text),
    size: read('size', number),
    sha256: read('sha256', text),
    role: read('role', oneOf('entry', 'import', 'late', 'project', 'config')),
    ...(read('redacted', flag, () => false) ? { redacted: true } : {}),
  }
}

const snapshotLink: Parse<SnapshotLink> = (value, place) => {
  const read = fieldsOf(value, place)
  return { path: read('path', pathBelow), target: read('target', pathBelow) }
}

const patchRecord: Parse<PatchRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  const state = read('state', oneOf('written', 'none'))
  if (state === 'none') return { state, reason: read('reason', text) }
  const applicable = read('applicable', flag, () => true)
  return { state, size: read('size', number), sha256: read('sha256', text), ...(applicable ? {} : { applicable }) }
}

/** `.runlab/alive.json`. Throws ARCHIVE_FORMAT. */
export const parseAliveRecord: Parse<AliveRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    host: read('host', text),
    bootId: read('bootId', orNull(text)),
    pidNamespace: read('pidNamespace', orNull(text)),
    pid: read('pid', number),
    startTime: read('startTime', orNull(text)),
  }
}

/** `.runlab/ending.json`. Throws ARCHIVE_FORMAT. */
export const parseEndingRecord: Parse<EndingRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    time: read('time', number),
    by: read('by', oneOf('supervisor', 'thread')),
    exitCode: read('exitCode', orNull(number)),
    signal: read('signal', orNull(text)),
    requested: read('requested', orNull(text)),
    forced: read('forced', flag),
    why: read('why', orNull(oneOf('no answer', 'did not end', 'did not finish', 'second signal')), () => null),
    grace: read('grace', orNull(number), () => null),
    cause: read('cause', orNull(oneOf('out of memory'))),
    lastOutput: read('lastOutput', listOf(text)),
  }
}
