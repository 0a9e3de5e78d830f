import { describe, expect, test } from 'vitest'
import { parseJsonLines } from '../../src/format/parse-json-lines.ts'
import { parseJsonText } from '../../src/format/parse-json-text.ts'
import {
  parseAliveRecord,
  parseArtifactRecord,
  parseEnvironmentRecord,
  parseInputRecord,
  parseSnapshotRecord,
} from '../../src/format/records.ts'
import type { AliveRecord, ArtifactRecord, EnvironmentRecord, InputRecord, SnapshotRecord } from '../../src/format/records.ts'
import { asWritten } from '../../src/format/shape.ts'
import { decodeValue } from '../../src/format/tagged-json.ts'

const place = { file: 'run/.runlab/x.json' }
const wrong = (reason: string): unknown =>
  expect.objectContaining({ code: 'ARCHIVE_FORMAT', message: expect.stringContaining(reason) })

const artifact: ArtifactRecord = { name: 'a/b.txt', size: 3, sha256: 'abc', time: 1, via: 'commit' }
const input: InputRecord = { path: './a', resolved: 'a', kind: 'file', size: 1, sha256: null, files: 1, time: 1, parameter: null }
const alive: AliveRecord = { host: 'h', bootId: null, pidNamespace: null, pid: 1, startTime: null }
const snapshot: SnapshotRecord = {
  entry: 'src/a.ts',
  root: '..',
  files: [{ path: 'src/a.ts', source: '../src/a.ts', size: 1, sha256: 'a', role: 'entry', redacted: true }],
  changed: [],
  unresolved: ['x'],
  patch: { state: 'written', size: 1, sha256: 'b', applicable: false },
  links: [{ path: 'node_modules/a', target: 'packages/a' }],
}
const environment: EnvironmentRecord = {
  runtime: { name: 'node', version: 'v20.0.0', versions: { v8: '1' }, execArgv: ['--x'] },
  os: { platform: 'linux', release: '6', arch: 'x64', version: '#1' },
  cpu: { model: 'm', count: 2 },
  memory: { total: 5 },
  gpu: [{ name: 'g', memory: null, driver: null }],
  host: 'h',
  user: 'u',
  cwd: '/',
  env: { TZ: 'UTC' },
  argv: ['a'],
  pid: 1,
  packageManager: { name: 'npm', lockfile: 'package-lock.json', sha256: 'a' },
  git: { commit: 'a', branch: null, remote: null, dirty: false, root: '.' },
  missing: [],
}

test('every record comes back as it was written', () => {
  expect(parseArtifactRecord(artifact, place)).toStrictEqual(artifact)
  expect(parseArtifactRecord({ ...artifact, sha256: null, deferred: true, incomplete: true }, place)).toStrictEqual({
    ...artifact,
    sha256: null,
    deferred: true,
    incomplete: true,
  })
  expect(parseInputRecord(input, place)).toStrictEqual(input)
  expect(parseAliveRecord(alive, place)).toStrictEqual(alive)
  expect(parseSnapshotRecord(snapshot, place)).toStrictEqual(snapshot)
  expect(parseSnapshotRecord({ ...snapshot, patch: { state: 'none', reason: 'clean' } }, place).patch).toStrictEqual({
    state: 'none',
    reason: 'clean',
  })
  expect(parseEnvironmentRecord(environment, place)).toStrictEqual(environment)
  expect(parseEnvironmentRecord({ ...environment, git: null, packageManager: null }, place)).toMatchObject({ git: null })
})

test('keys are in snake case in files, and those of earlier versions are read', () => {
  const document = asWritten(parseEnvironmentRecord, environment)
  expect(document).toMatchObject({ runtime: { exec_argv: ['--x'] }, package_manager: { name: 'npm' }, os: environment.os })
  expect(parseEnvironmentRecord(document, place)).toStrictEqual(environment)
  const written = { host: 'h', boot_id: 'b', pid_namespace: null, pid: 1, start_time: null }
  expect(asWritten(parseAliveRecord, { ...alive, bootId: 'b' })).toStrictEqual(written)
  expect(parseAliveRecord(written, place)).toStrictEqual({ ...alive, bootId: 'b' })
  expect(() => parseAliveRecord({ ...written, boot_id: undefined }, place)).toThrow(wrong('"boot_id" is missing'))
})

test('a wrong record says what is wrong where', () => {
  expect(() => parseArtifactRecord({ ...artifact, size: '3' }, place)).toThrow(wrong('"size" is a string, expected a number'))
  expect(() => parseInputRecord({ ...input, kind: 'socket' }, place)).toThrow(wrong('one of file, directory'))
  expect(() => parseAliveRecord({}, place)).toThrow(wrong('run/.runlab/x.json is not what runlab writes: "host" is missing'))
  expect(() => parseSnapshotRecord({ ...snapshot, files: [{}] }, place)).toThrow(wrong('"files[0].path" is missing'))
  expect(() => parseEnvironmentRecord({ ...environment, cpu: { model: 'm' } }, place)).toThrow(wrong('"cpu.count" is missing'))
})

test.each(['../x', '/etc/passwd', 'a/../../x', '', 'a//b', 'a\0b'])(
  'an artifact named %j is refused: it would lead out of the run',
  (name) => {
    expect(() => parseArtifactRecord({ ...artifact, name }, place)).toThrow(wrong('no path inside the run'))
  },
)

describe('lines', () => {
  const whole = `${JSON.stringify(artifact)}\n${JSON.stringify({ ...artifact, name: 'b' })}\n`

  test('are read in order', () => {
    expect(parseJsonLines(whole, 'x.jsonl', parseArtifactRecord).map(({ name }) => name)).toEqual(['a/b.txt', 'b'])
    expect(parseJsonLines('', 'x.jsonl', parseArtifactRecord)).toEqual([])
  })

  test('a last line cut off at any byte is skipped', () => {
    const last = JSON.stringify({ ...artifact, name: 'c' })
    for (let length = 0; length < last.length; length++) {
      expect(parseJsonLines(whole + last.slice(0, length), 'x.jsonl', parseArtifactRecord)).toHaveLength(2)
    }
    expect(parseJsonLines(whole + last, 'x.jsonl', parseArtifactRecord)).toHaveLength(3)
  })

  test('a broken line that is not the last is an error with its number', () => {
    expect(() => parseJsonLines(`${whole}{"na\n${whole}`, 'x.jsonl', parseArtifactRecord)).toThrow(wrong('x.jsonl, line 3'))
    expect(() => parseJsonLines(`${whole}{"na\n`, 'x.jsonl', parseArtifactRecord)).toThrow(wrong('x.jsonl, line 3'))
    expect(() => parseJsonLines(`{}\n`, 'x.jsonl', parseArtifactRecord)).toThrow(wrong('"name" is missing'))
  })
})

describe('JSON text', () => {
  test('of Python, with NaN and Infinity without quotes, is read', () => {
    const text = '{"a": [NaN, -Infinity, Infinity, 1], "NaN": "Infinity \\" NaN", "b": "NaN"}'
    expect(decodeValue(parseJsonText(text, 'x'))).toStrictEqual({
      a: [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1],
      NaN: 'Infinity " NaN',
      b: 'NaN',
    })
  })

  test.each(['', '{', 'NaNa', '{"a": nan}', 'hello'])('%j is refused with the file', (text) => {
    expect(() => parseJsonText(text, 'run/x.json')).toThrow(wrong('run/x.json is not what runlab writes: it is no JSON'))
  })
})
