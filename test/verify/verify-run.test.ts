import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { writeChecksums } from '../../src/archive/status/checksums.ts'
import { modifyRun } from '../../src/archive/changes/modify-run.ts'
import { ArtifactStore } from '../../src/archive/artifacts/artifact-store.ts'
import { finish } from '../../src/finish/finish.ts'
import { ValueTree } from '../../src/format/value-tree.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { packRun } from '../../src/archive/transfer/pack-run.ts'
import { verifyRun } from '../../src/verify/verify-run.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { sha256 } from '../archive/support/make-store.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { JournalBuilder } from '../tracking/sealing/support/build-journal.ts'

const START = 1_776_000_000_000
const IMAGE = 'the bytes of an image'
let whole = ''

beforeAll(async () => {
  const writer = makeRun(tempFolder(), 'word_count/whole', { status: 'running', phase: 'run', end_time: null })
  const { folder } = writer
  const values = new ValueTree()
  values.set('metrics/loss', 0.5)
  values.set('when', new Date(0))
  writer.writeData(values)
  writeFileSync(join(folder, 'experiment_out.log'), 'said\n')
  await new ArtifactStore({ writer, now: Date.now }).commit('model/weights.bin', 'weights')
  const journal = new JournalBuilder(folder)
  const loss = journal.define('loss')
  const sample = journal.define('sample', { kind: 'image' })
  const steady = journal.define('steady', { label: 'process-1' })
  const file = 'tracked/sample/000000.png'
  mkdirSync(join(folder, 'tracked/sample'), { recursive: true })
  writeFileSync(join(folder, file), IMAGE)
  for (let i = 0; i < 9; i++) {
    journal.write(loss, [i, START + i, i === 4 ? Number.NaN : i / 7])
    journal.cut()
  }
  journal.write(sample, [0, START, { file, size: IMAGE.length, sha256: sha256(IMAGE), format: 'png' }])
  journal.write(steady, [0, START, 1], [1, START + 1, 1])
  mkdirSync(join(folder, 'code'))
  writeFileSync(join(folder, 'code/train.ts'), 'code')
  const source = { path: 'train.ts', source: 'train.ts', size: 4, sha256: sha256('code'), role: 'entry' }
  const snapshot = {
    entry: 'train.ts',
    root: '.',
    files: [source],
    unresolved: [],
    changed: [],
    patch: { state: 'none', reason: 'no git' },
    links: [],
  }
  writeFileSync(join(folder, '.runlab/snapshot.json'), JSON.stringify(snapshot))
  writeFileSync(join(folder, '.runlab/environment.json'), readFileSync(ENVIRONMENT))
  await finish(folder, { by: 'recover', now: Date.now(), draw: null, assumeDead: true })
  replace(join(folder, META), '"status": "crashed"', '"status": "done"')
  await writeChecksums(folder)
  whole = folder
})

const ENVIRONMENT = new URL(
  '../fixtures/archives/format-1/word_count/2026-11-23_15-24-12_k3f9/.runlab/environment.json',
  import.meta.url,
)

/** A copy of the run in which something has been done. */
function damaged(damage: (path: (name: string) => string) => void): string {
  const folder = join(tempFolder(), 'copy')
  cpSync(whole, folder, { recursive: true })
  damage((name) => join(folder, name))
  return folder
}

const replace = (file: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(from)
  writeFileSync(file, text.replace(from, to))
}

const flip = (file: string, find: Uint8Array): void => {
  const bytes = readFileSync(file)
  const at = bytes.indexOf(find)
  expect(at).toBeGreaterThan(0)
  bytes[at] = (bytes[at] as number) ^ 1
  writeFileSync(file, bytes)
}

const LIST = '.runlab/series.jsonl'
const META = 'experiment_meta.json'
const SUMS = '.runlab/checksums.json'

test('a run that is as it was written is whole', async () => {
  const { findings, notes, checked } = await verifyRun(whole)
  expect(findings).toEqual([])
  expect(notes).toEqual([])
  expect(checked).toMatchObject({ series: 3, points: 12 })
  expect(checked.files).toBeGreaterThan(5)
})

test('what runlab changes later is as it was written, and what was damaged before stays so', async () => {
  const change = { target: { field: 'description' }, field: 'description', before: '', after: 'of spring' } as const
  const changed = damaged((path) => void modifyRun(path('.'), [change], 1))
  expect(await verifyRun(changed)).toMatchObject({ findings: [] })
  await finish(changed, { by: 'recover', now: Date.now(), draw: null, assumeDead: true })
  expect(await verifyRun(changed)).toMatchObject({ findings: [] })
  const broken = damaged((path) => {
    replace(path(META), '"points": 12', '"points": 12 ')
    modifyRun(path('.'), [change], 1)
  })
  expect((await verifyRun(broken)).findings).toMatchObject([{ file: META, what: expect.stringContaining('its record says') }])
})

test('a run of before there were checksums is whole, whatever its log says', async () => {
  const old = damaged((path) => {
    rmSync(path(SUMS))
    writeFileSync(path('experiment_out.log'), 'sad!\n')
  })
  expect(await verifyRun(old)).toMatchObject({ findings: [], notes: [expect.stringContaining('log have no checksum')] })
})

describe('what is damaged is said with its file and what is wrong with it', () => {
  test.each<[name: string, damage: (path: (name: string) => string) => void, file: string, what: RegExp]>([
    [
      'a bit of the points',
      (path) => flip(path('tracked/series.parquet'), new Uint8Array(Float64Array.of(1 / 7).buffer)),
      'tracked/series.parquet',
      /9 points of the series "loss" cannot be read: .*checksum/,
    ],
    [
      'points that are cut off',
      (path) => truncateSync(path('tracked/series.parquet'), 90),
      'tracked/series.parquet',
      /it has 90 bytes, and its record says/,
    ],
    ['points that are gone', (path) => rmSync(path('tracked/series.parquet')), 'tracked/series.parquet', /it is not there/],
    ['a list that is gone', (path) => rmSync(path(LIST)), LIST, /it is not there/],
    [
      'a count in the list',
      (path) => replace(path(LIST), '"count":9', '"count":8'),
      LIST,
      /"loss": its list says that the number of points is 8; by its points it is 9/,
    ],
    [
      'a last value',
      (path) => replace(path(LIST), /"last":1\.14\d*/, '"last":7'),
      LIST,
      /the last value is 7; by its points it is 1\.14/,
    ],
    ['a mean', (path) => replace(path(LIST), /"mean":0\.5/, '"mean":0.6'), LIST, /the mean is 0\.6/],
    ['a minimum', (path) => replace(path(LIST), '"min":0', '"min":-1'), LIST, /the smallest value is -1/],
    [
      'a file of a series',
      (path) => writeFileSync(path('tracked/sample/000000.png'), IMAGE.replace('bytes', 'BYTES')),
      'tracked/sample/000000.png',
      /it is not what its checksum says \(of the series "sample"\)/,
    ],
    [
      'an artifact',
      (path) => writeFileSync(path('model/weights.bin'), 'WEIGHTS'),
      'model/weights.bin',
      /it is not what its checksum says/,
    ],
    [
      'an artifact that has grown',
      (path) => writeFileSync(path('model/weights.bin'), 'weights and more'),
      'model/weights.bin',
      /it has 16 bytes, and its record says 7/,
    ],
    [
      'an artifact that is a link to elsewhere',
      (path) => {
        rmSync(path('model/weights.bin'))
        symlinkSync('/etc/hostname', path('model/weights.bin'))
      },
      'model/weights.bin',
      /leads out of the run/,
    ],
    ['code', (path) => writeFileSync(path('code/train.ts'), 'CODE'), 'code/train.ts', /it is not what its checksum says/],
    ['code that is gone', (path) => rmSync(path('code/train.ts')), 'code/train.ts', /it is not there/],
    [
      'a count in the metadata',
      (path) => replace(path(META), '"points": 12', '"points": 13'),
      META,
      /"counts\.points" is 13; by what lies in the run it is 12/,
    ],
    [
      'a value that can be read',
      (path) => replace(path('experiment_data.json'), '0.5', '0.6'),
      'experiment_data.json',
      /it is not what its checksum says/,
    ],
    [
      'a word of the metadata',
      (path) => replace(path(META), '"status": "done"', '"status": "failed"'),
      META,
      /it has \d+ bytes, and its record says \d+/,
    ],
    [
      'a line of the log',
      (path) => writeFileSync(path('experiment_out.log'), 'sad!\n'),
      'experiment_out.log',
      /it is not what its checksum says/,
    ],
    ['checksums that are none', (path) => writeFileSync(path(SUMS), '{"files":[{}]}'), SUMS, /path/],
    ['a value', (path) => replace(path('experiment_data.json'), '"Date"', '"Dote"'), 'experiment_data.json', /when/],
    [
      'values that are no JSON',
      (path) => writeFileSync(path('experiment_data.json'), '{"a":'),
      'experiment_data.json',
      /it is no JSON/,
    ],
    ['values that are gone', (path) => rmSync(path('experiment_data.json')), 'experiment_data.json', /it is not there/],
    [
      'letters that are none',
      (path) => writeFileSync(path('experiment_out.log'), Buffer.from([0x61, 0xff, 0x0a])),
      'experiment_out.log',
      /no text \(UTF-8\)/,
    ],
    ['the metadata', (path) => writeFileSync(path(META), '[]'), META, /it is no JSON object/],
    [
      'a folder in place of a list',
      (path) => {
        rmSync(path('.runlab/inputs.jsonl'), { force: true })
        mkdirSync(path('.runlab/inputs.jsonl'))
      },
      '.runlab/inputs.jsonl',
      /cannot be read/,
    ],
  ])('%s', async (name, damage, file, what) => {
    const { findings } = await verifyRun(damaged(damage))
    expect(
      findings.map((finding) => finding.file),
      name,
    ).toContain(file)
    expect(findings.map((finding) => `${finding.file}: ${finding.what}`).join('\n')).toMatch(what)
    for (const { advice } of findings) expect(advice).not.toBe('')
  })
})

test('one thing that is damaged is one finding', async () => {
  const { findings } = await verifyRun(damaged((path) => writeFileSync(path('model/weights.bin'), 'WEIGHTS')))
  expect(findings).toHaveLength(1)
})

describe('a run in a ZIP', () => {
  const packed = async (folder: string): Promise<string> => (await packRun(openRun(folder), { keep: true })).zip

  test('is whole where its folder was, by the same count', async () => {
    const folder = damaged(() => undefined)
    expect(await verifyRun(await packed(folder))).toMatchObject({
      findings: [],
      notes: [],
      checked: (await verifyRun(folder)).checked,
    })
  })

  test('that was damaged before has the findings of its folder', async () => {
    const folder = damaged((path) => {
      writeFileSync(path('model/weights.bin'), 'WEIGHTS')
      rmSync(path('code/train.ts'))
      flip(path('tracked/series.parquet'), new Uint8Array(Float64Array.of(1 / 7).buffer))
      replace(path(META), '"points": 12', '"points": 13')
      replace(path('experiment_data.json'), '"Date"', '"Dote"')
    })
    const { findings } = await verifyRun(folder)
    expect(findings.length).toBeGreaterThanOrEqual(5)
    const inZip = (await verifyRun(await packed(folder))).findings
    expect(inZip.map(({ what, ...rest }) => ({ ...rest, what: what.replace(`${folder}.zip`, folder) }))).toEqual(findings)
  })

  test('is read to the end where files of it are damaged, and says what can be done from a ZIP', async () => {
    const zip = await packed(damaged((path) => writeFileSync(path('tracked/sample/000000.png'), IMAGE)))
    const before = await verifyRun(zip)
    const bytes = readFileSync(zip)
    for (const text of ['code/train.ts', 'tracked/sample/000000.png']) bytes[bytes.indexOf(text) + text.length + 2] = 0x55 // in what follows its header
    writeFileSync(zip, bytes)
    const { findings, checked } = await verifyRun(zip)
    const files = findings.map(({ file }) => file)
    expect(files).toEqual(expect.arrayContaining(['code/train.ts', 'tracked/sample/000000.png']))
    expect(findings.map(({ what }) => what).join('\n')).toMatch(/is damaged/)
    expect(checked.points).toBe(before.checked.points)
    truncateSync(zip, 60)
    expect((await verifyRun(zip)).findings).toMatchObject([{ file: '.', what: expect.stringMatching(/no ZIP, or is cut off/) }])
    const undrawn = await packed(damaged((path) => rmSync(path(LIST))))
    const [first] = (await verifyRun(undrawn)).findings
    expect(first?.advice).toBe(
      `runlab import ${undrawn} unpacks it, then runlab recover copy makes it anew from tracked/series.parquet`,
    )
  })
})
