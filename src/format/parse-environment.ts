import { fieldsOf, flag, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import type { EnvironmentRecord, GitRecord } from './records.ts'

/** `.runlab/environment.json`. Throws ARCHIVE_FORMAT. */
export const parseEnvironmentRecord: Parse<EnvironmentRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    runtime: read('runtime', runtime),
    os: read('os', os),
    cpu: read('cpu', cpu),
    memory: read('memory', memory),
    gpu: read('gpu', listOf(gpu)),
    host: read('host', text),
    user: read('user', text),
    cwd: read('cwd', text),
    env: read('env', recordOf(text), () => ({})),
    argv: read('argv', listOf(text)),
    pid: read('pid', number),
    packageManager: read('packageManager', orNull(packageManager)),
    git: read('git', orNull(git)),
    missing: read('missing', listOf(text)),
  }
}

const runtime: Parse<EnvironmentRecord['runtime']> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    name: read('name', oneOf('node')),
    version: read('version', text),
    versions: read('versions', recordOf(text)),
    execArgv: read('execArgv', listOf(text)),
  }
}

const os: Parse<EnvironmentRecord['os']> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    platform: read('platform', text),
    release: read('release', text),
    arch: read('arch', text),
    version: read('version', text),
  }
}

const cpu: Parse<EnvironmentRecord['cpu']> = (value, place) => {
  const read = fieldsOf(value, place)
  return { model: read('model', text), count: read('count', number) }
}

const memory: Parse<EnvironmentRecord['memory']> = (value, place) => ({ total: fieldsOf(value, place)('total', number) })

const gpu: Parse<EnvironmentRecord['gpu'][number]> = (value, place) => {
  const read = fieldsOf(value, place)
  return { name: read('name', text), memory: read('memory', orNull(text)), driver: read('driver', orNull(text)) }
}

const packageManager: Parse<NonNullable<EnvironmentRecord['packageManager']>> = (value, place) => {
  const read = fieldsOf(value, place)
  return { name: read('name', text), lockfile: read('lockfile', text), sha256: read('sha256', text) }
}

const git: Parse<GitRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    commit: read('commit', text),
    branch: read('branch', orNull(text)),
    remote: read('remote', orNull(text)),
    dirty: read('dirty', flag),
    root: read('root', text),
  }
}
