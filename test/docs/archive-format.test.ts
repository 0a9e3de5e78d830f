import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, gunzipSync } from 'node:zlib'
import { parquetMetadata } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import { FILES, RESERVED_NAMES } from '../../src/format/files.ts'
import { parseMeta } from '../../src/format/parse-meta.ts'
import { parseArtifactRecord, parseInputRecord, parseSnapshotRecord } from '../../src/format/records.ts'
import { decodeValue, encodeValue } from '../../src/format/tagged-json.ts'
import { FORMAT_VERSION } from '../../src/format/version.ts'
import { KindRegistry } from '../../src/tracking/kinds/registry.ts'
import { COLUMNS } from '../../src/tracking/sealing/parquet-columns.ts'
import { compareWithKeys, documentedKeys } from './documented-keys.ts'
import { codeIn, codeOf, readPage, sectionOf, tableOf } from './page.ts'
import type { Row } from './page.ts'
import {
  everythingProject,
  failingProject,
  recoveredProject,
  runEverything,
  runFailing,
  repeatedProject,
  stoppedProject,
  runRecovered,
  runRepeated,
  runStopped,
  runThrowing,
  throwingProject,
} from './sample-runs.ts'
import type { SampleRun } from './sample-runs.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const page = readPage('docs/reference/archive-format.md')
const projects = {
  everything: everythingProject(),
  failing: failingProject(),
  throwing: throwingProject(),
  recovered: recoveredProject(),
  repeated: repeatedProject(),
  stopped: stoppedProject(),
}
let everything: SampleRun
let failing: SampleRun
let throwing: SampleRun
let recovered: SampleRun
let repeated: SampleRun
let stopped: SampleRun

beforeAll(async () => {
  ;[everything, failing, throwing, recovered, repeated, stopped] = await Promise.all([
    runEverything(projects.everything),
    runFailing(projects.failing),
    runThrowing(projects.throwing),
    runRecovered(projects.recovered),
    runRepeated(projects.repeated),
    runStopped(projects.stopped),
  ])
})

/** The documents of both runs that a section describes. */
const DOCUMENTS: readonly (readonly [heading: string, read: () => readonly unknown[]])[] = [
  [
    '`experiment_meta.json`',
    () => [
      ...both(FILES.meta),
      throwing.json(FILES.meta),
      recovered.json(FILES.meta),
      repeated.json(FILES.meta),
      stopped.json(FILES.meta),
    ],
  ],
  ['`code/` and `.runlab/snapshot.json`', () => both(FILES.snapshot)],
  ['`.runlab/environment.json`', () => both(FILES.environment)],
  ['Artifacts and `.runlab/artifacts.jsonl`', () => [...everything.lines(FILES.artifacts), ...recovered.lines(FILES.artifacts)]],
  ['`visuals/` and `.runlab/visuals.jsonl`', () => everything.lines(FILES.drawn)],
  ['`.runlab/annotations.jsonl`', () => [...everything.lines(FILES.annotations), ...recovered.lines(FILES.annotations)]],
  ['`.runlab/analyses.jsonl`', () => everything.lines(FILES.analyses)],
  ['`.runlab/inputs.jsonl`', () => everything.lines(FILES.inputs)],
  ['`.runlab/series.jsonl`', () => everything.lines(FILES.series).slice(0, 1)],
  ['A line of a series', () => everything.lines(FILES.series).slice(1)],
  ['`.runlab/tracking/`', () => everything.lines('seen/definitions.jsonl').filter((line) => 'id' in line)],
  ['A note in `LABEL.series.jsonl`', () => everything.lines('seen/definitions.jsonl').filter((line) => !('id' in line))],
  ['A line of a `.jsonl` segment', () => everything.lines('seen/records.jsonl')],
  ['Files of series', () => mediaIn(everything.lines('seen/records.jsonl'))],
  ['`.runlab/ending.json`', () => [...both(FILES.ending), recovered.json(FILES.ending)]],
  ['`.runlab/verdict.json`', () => [repeated.json(FILES.verdict)]],
  ['`.runlab/stop.json`', () => [stopped.json(FILES.stop)]],
  ['`.runlab/checksums.json`', () => [...both(FILES.checksums), recovered.json(FILES.checksums)]],
  ['`.runlab/alive.json`', () => [everything.json('seen/alive.json')]],
]

function both(name: string): readonly unknown[] {
  return [everything.json(name), failing.json(name)]
}

/** The data of points that have a file. */
function mediaIn(records: readonly any[]): readonly unknown[] {
  return records.flatMap(({ d }) => (typeof d?.file === 'string' ? [d] : []))
}

describe('the keys in the reference', () => {
  test.each(DOCUMENTS)('of %s are those that runs write, with these types', (heading, read) => {
    const keys = documentedKeys(sectionOf(page, heading))
    const met = new Set<string>()
    expect(read().flatMap((document) => compareWithKeys(document, keys, met))).toEqual([])
    expect([...keys.keys()].filter((key) => !met.has(key))).toEqual([])
  })
})

describe('series in the reference', () => {
  const section = (heading: string): string => sectionOf(page, heading)

  test('have the columns, types and encodings of the sealed file', () => {
    const documented = tableOf(section('`tracked/series.parquet`'), 'column').map(({ column, type = '', encoding = '' }) => ({
      name: codeOf(column),
      type: type.split(',')[0],
      isOptional: type.endsWith('optional'),
      encoding: encoding.split(',')[0],
      isCompressed: encoding.endsWith('gzip'),
    }))
    const bytes = readFileSync(join(everything.folder, FILES.points))
    const { schema, row_groups: groups } = parquetMetadata(new Uint8Array(bytes).buffer)
    const written = schema.slice(1).map(({ name, type, repetition_type: repetition }, i) => {
      const facts = groups[0]?.columns[i]?.meta_data
      const isCompressed = facts?.codec === 'GZIP'
      return { name, type, isOptional: repetition === 'OPTIONAL', encoding: facts?.encodings.at(-1), isCompressed }
    })
    expect(documented).toEqual(written)
    expect(written.map(({ name }) => name)).toEqual([...COLUMNS])
  })

  test('have every kind that runlab has', () => {
    const kinds = tableOf(section('Series'), 'kind').flatMap(({ kind = '' }) => codeIn(kind))
    expect(kinds.toSorted()).toEqual(['number', ...new KindRegistry().names()].toSorted())
  })

  test('have frames of the bytes that runlab writes', () => {
    const fields = tableOf(section('Frames'), 'bytes').map(({ bytes = '', what = '' }) => [bytes, codeIn(what)[0]])
    expect(fields).toEqual([
      ['0–3', 'RLPT'],
      ['4–7', undefined],
      ['8–11', undefined],
      ['12–15', undefined],
      ['then, 32 a point', 'id'],
    ])
    const frame = readFileSync(join(everything.folder, 'seen/frames.points'))
    const count = frame.readUInt32LE(4)
    const points = frame.subarray(16, 16 + 32 * count)
    expect(frame.toString('latin1', 0, 4)).toBe('RLPT')
    expect(frame.readUInt32LE(8)).toBe(crc32(points))
    expect(frame.readUInt32LE(12)).toBe(0)
    expect([points.readDoubleLE(0), points.readDoubleLE(8), points.readDoubleLE(24)]).toEqual([0, 0, 0.5])
  })

  test('lie in the file where the list says', () => {
    const [file, ...series] = everything.lines(FILES.series)
    const bytes = readFileSync(join(everything.folder, file.file))
    expect([file.size, file.sha256]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')])
    const [offset, length, header] = series[0].parts[0].pages[0].values
    expect(bytes.subarray(offset + header, offset + length).readDoubleLE()).toBe(0.5)
    const note = series.find(({ name }) => name === 'note').parts[0].pages[0].values
    expect(gunzipSync(bytes.subarray(note[0] + note[2], note[0] + note[1])).toString('latin1')).toBe('\x06\0\0\0begins')
  })
})

describe('the comparison with the reference', () => {
  const keys = documentedKeys(
    '| key | type | meaning |\n|---|---|---|\n| `a` | integer | |\n| `b[].c` | string | only with d |\n',
  )
  const compare = (document: unknown): string[] => compareWithKeys(document, keys, new Set())

  test('tells what is not documented, missing, or of another type', () => {
    expect(compare({ a: 1, b: [{ c: 'x' }, {}] })).toEqual([])
    expect(compare({ a: 1, z: 1 })).toEqual(['z is not in the reference'])
    expect(compare({})).toEqual(['a is missing'])
    expect(compare({ a: 'x', b: [{ c: 'x', d: 1 }] })).toEqual(['a is no integer: "x"', 'b[].d is not in the reference'])
  })
})

describe('the files in the reference', () => {
  const rows = tableOf(sectionOf(page, 'The files of a run'), 'path')
  const named = (exists: string): string[] =>
    rows.filter((row) => row['exists'] === exists && row['path']?.startsWith('`')).map((row) => codeOf(row['path']))
  const later = named('later').map((name) => name.replace(/\/$/, ''))

  test('are all that a run leaves, besides its artifacts', () => {
    const isNamed = (file: string): boolean =>
      named('yes').some((name) => (name.endsWith('/') ? file.startsWith(name) : file === name))
    for (const run of [everything, failing, recovered, repeated, stopped]) {
      const artifacts = new Set(
        run.files().includes(FILES.artifacts) ? run.lines(FILES.artifacts).map(({ name }) => String(name)) : ['not-listed.txt'],
      )
      expect(run.files().filter((file) => !isNamed(file) && !artifacts.has(file))).toEqual([])
    }
  })

  test('exist, while a run executes or after it', () => {
    const elsewhere = [FILES.undrawn, FILES.sweep] // test/e2e/drawing and test/e2e/sweep see them
    const seen: string[] = [
      ...everything.json('seen/files.json'),
      ...everything.files(),
      ...repeated.files(),
      ...stopped.files(),
      ...elsewhere,
    ]
    const isThere = (name: string): boolean => seen.some((file) => file === name.replace(/\/$/, '') || file.startsWith(name))
    expect(named('yes').filter((name) => !isThere(name))).toEqual([])
    expect(later.filter((name) => name !== '.runlab' && isThere(name))).toEqual([])
  })

  test('are all that the code has a name for', () => {
    const all = [...named('yes'), ...later].map((name) => name.replace(/\/$/, ''))
    const known = new Set([...Object.values(FILES), ...RESERVED_NAMES])
    known.delete(FILES.internal) // the folder of those below it
    expect([...known].filter((name) => !all.includes(name))).toEqual([])
    const rule = codeIn(sectionOf(page, 'Artifacts and `.runlab/artifacts.jsonl`'))
    expect(RESERVED_NAMES.filter((name) => !rule.includes(name))).toEqual([])
  })
})

describe('what a key may say', () => {
  /** The choices that a parser names when it refuses a value. */
  function choicesOf(parse: (wrong: string) => unknown): string[] {
    try {
      parse('no such choice')
    } catch (error) {
      const choices = /expected one of (.+)\.$/.exec(error instanceof Error ? error.message : '')?.[1]
      if (choices !== undefined) return choices.split(', ')
    }
    throw new Error('the parser takes anything')
  }
  const meaning = (heading: string, key: string): string[] =>
    codeIn(tableOf(sectionOf(page, heading), 'key').find((row) => codeOf(row['key']) === key)?.['meaning'] ?? '')
  const at = (object: Record<string, unknown>, key: string, value: unknown): unknown => ({ ...object, [key]: value })
  const place = { file: 'a file' }

  test.each(['seed_source', 'mode', 'supervisor'])('%s', (key) => {
    const parse = (value: string): unknown => parseMeta(at(everything.json(FILES.meta), key, value), 'a file')
    expect(meaning('`experiment_meta.json`', key)).toEqual(expect.arrayContaining(choicesOf(parse)))
  })

  test('status', () => {
    const statuses = tableOf(sectionOf(page, 'Statuses'), 'status').map((row) => codeOf(row['status']))
    expect(statuses).toEqual(choicesOf((status) => parseMeta({ ...everything.json(FILES.meta), status }, 'a file')))
  })

  test('error.phase and parameters.*.source', () => {
    const meta = failing.json(FILES.meta)
    const phases = choicesOf((phase) => parseMeta(at(meta, 'error', { ...meta.error, phase }), 'a file'))
    expect(meaning('`experiment_meta.json`', 'error.phase')).toEqual(phases)
    const origins = choicesOf((origin) => parseMeta(at(meta, 'error', { ...meta.error, origin }), 'a file'))
    expect(meaning('`experiment_meta.json`', 'error.origin')).toEqual(expect.arrayContaining(origins))
    const steps = choicesOf((phase) => parseMeta({ ...meta, phase }, 'a file'))
    expect(meaning('`experiment_meta.json`', 'phase')).toEqual(steps)
    const { count } = everything.json(FILES.meta).parameters
    const sources = choicesOf((source) => parseMeta(at(meta, 'parameters', { count: { ...count, source } }), 'a file'))
    expect(meaning('`experiment_meta.json`', 'parameters.*.source')).toEqual(sources)
  })

  test('role, patch.state, via and kind', () => {
    const snapshot = everything.json(FILES.snapshot)
    const inSnapshot = (key: string): string[] => meaning('`code/` and `.runlab/snapshot.json`', key)
    const roles = choicesOf((role) => parseSnapshotRecord(at(snapshot, 'files', [{ ...snapshot.files[0], role }]), place))
    expect(inSnapshot('files[].role')).toEqual(roles)
    expect(snapshot.files.map((file: Row) => file['role'])).toEqual(expect.arrayContaining(roles))
    expect(inSnapshot('patch.state')).toEqual(choicesOf((state) => parseSnapshotRecord(at(snapshot, 'patch', { state }), place)))
    const [artifact] = everything.lines(FILES.artifacts)
    const vias = choicesOf((via) => parseArtifactRecord({ ...artifact, via }, place))
    expect(meaning('Artifacts and `.runlab/artifacts.jsonl`', 'via')).toEqual(expect.arrayContaining(vias))
    const [input] = everything.lines(FILES.inputs)
    expect(meaning('`.runlab/inputs.jsonl`', 'kind')).toEqual(choicesOf((kind) => parseInputRecord({ ...input, kind }, place)))
  })
})

describe('tagged JSON', () => {
  const rows = tableOf(sectionOf(page, 'Tagged JSON'), 'kind')

  test.each(rows.map((row) => [codeOf(row['kind']), codeOf(row['example'])]))(
    '%s: the example is read and written',
    (kind, example) => {
      const json = JSON.parse(example ?? '')
      expect(json.$runlab).toBe(kind)
      expect(encodeValue(decodeValue(json))).toEqual(json)
    },
  )

  test('has every kind that values of the language are written as', () => {
    const instances = Object.getOwnPropertyNames(globalThis).flatMap((name) => instancesOf(Reflect.get(globalThis, name)))
    const kinds = [undefined, Number.NaN, 1n, '\uD83D', ...instances].flatMap(kindOf)
    expect([...new Set(kinds)].toSorted()).toEqual(rows.map((row) => codeOf(row['kind'])).toSorted())
  })

  test('escapes keys as the reference says', () => {
    expect(encodeValue({ $runlab: 1, $$runlab: 2 })).toEqual({ $$runlab: 1, $$$runlab: 2 })
  })
})

/** What a global makes when it is constructed without arguments, or with a plain one. */
function instancesOf(global: unknown): unknown[] {
  if (typeof global !== 'function' || !/^[A-Z]/.test(global.name) || global === Function) return []
  return [[], ['about:blank']].flatMap((args) => {
    try {
      return [Reflect.construct(global, args) as unknown]
    } catch {
      return [] // no constructor, or one that needs more
    }
  })
}

function kindOf(value: unknown): string[] {
  try {
    const json: any = encodeValue(value)
    return typeof json?.$runlab === 'string' ? [json.$runlab] : []
  } catch {
    return [] // refused, and so never written
  }
}

describe('the reference', () => {
  test('is about the format that is written', () => {
    expect(page).toMatch(new RegExp(`^# Archive format ${FORMAT_VERSION}\n`))
    expect(everything.json(FILES.meta).format).toBe(FORMAT_VERSION)
  })

  test('shows a line of the log as it is written', () => {
    const line =
      everything
        .read(FILES.log)
        .split('\n')
        .find((one) => one.endsWith('  hello')) ?? ''
    const shape = (text: string): string => text.slice(0, 25).replaceAll(/\d/g, '0')
    expect(line).not.toBe('')
    expect(sectionOf(page, '`experiment_out.log`').split('\n').map(shape)).toContain(shape(line))
  })
})
