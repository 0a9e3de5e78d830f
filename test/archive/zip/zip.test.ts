import {
  appendFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { annotate } from '../../../src/archive/annotations/annotate.ts'
import { findRun } from '../../../src/archive/listing/find-run.ts'
import { listRuns } from '../../../src/archive/listing/list-runs.ts'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { listTrash, purgeRun, restoreRun, trashRun } from '../../../src/archive/changes/trash.ts'
import { importRuns } from '../../../src/archive/transfer/import-runs.ts'
import type { Imported } from '../../../src/archive/transfer/import-runs.ts'
import { refusePacked } from '../../../src/archive/zip/refuse-packed.ts'
import { packRun } from '../../../src/archive/transfer/pack-run.ts'
import { FILES } from '../../../src/format/files.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { openArchive } from '../../../src/query/open-archive.ts'
import { makeRun } from '../support/make-run.ts'
import { sampleMeta } from '../support/sample-meta.ts'
import { tempFolder } from '../support/temp-folder.ts'

const coded = (code: string, text = ''): unknown => expect.objectContaining({ code, message: expect.stringContaining(text) })
let archive = ''
let folder = ''

beforeEach(() => {
  archive = tempFolder()
  const writer = makeRun(archive, 'study/one', { namespace: 'study', run: 'one' })
  folder = writer.folder
  const tree = new ValueTree()
  tree.set('metrics/loss', 0.25)
  writer.writeData(tree)
  writeFileSync(join(folder, 'a.bin'), Buffer.alloc(300_000, 7))
  writeFileSync(join(folder, FILES.log), 'said\n')
  mkdirSync(join(folder, 'empty'))
  const record = { name: 'a.bin', size: 300_000, sha256: 'x', time: 1, via: 'commit' } as const
  writer.appendArtifact(record)
})

const pack = async (keep = false): Promise<string> => (await packRun(openRun(folder), { keep })).zip

async function bring(source: string, target = archive): Promise<readonly (readonly [string, boolean])[]> {
  const imported: (readonly [string, boolean])[] = []
  for await (const run of importRuns(source, target)) {
    if ('error' in run) throw run.error
    imported.push([run.folder.slice(target.length + 1), run.wasThere])
  }
  return imported
}

/** All files below a folder, with their content. */
function filesBelow(at: string): Readonly<Record<string, string>> {
  const entries = readdirSync(at, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(at.length), entry.isFile() ? String(crc32(readFileSync(path))) : 'folder']
    }),
  )
}

describe('a run that is packed', () => {
  test('is a ZIP in place of its folder, and reads as before', async () => {
    const before = listRuns(archive).map(({ run, namespace }) => ({ run, namespace }))
    const zip = await pack()
    expect(readdirSync(join(archive, 'study'))).toEqual(['one.zip'])
    expect(statSync(zip).size).toBeLessThan(10_000)
    expect(() => refusePacked(zip, 'tagged')).toThrow(coded('RUN_PACKED', 'is not tagged there'))
    refusePacked(folder, 'tagged')
    expect(listRuns(archive)).toMatchObject([{ ...before[0], folder: zip, status: 'done', brief: { seed: 42 } }])
    for (const run of [await loadRun(zip), await findRun('one', archive), await findRun('study/one', archive)]) {
      expect(run).toMatchObject({
        folder: zip,
        name: 'one',
        namespace: 'study',
        status: 'done',
        values: { metrics: { loss: 0.25 } },
      })
      expect(run.params).toEqual({ numWords: 50 })
      expect(await run.readLog()).toBe('said\n')
      expect((await run.artifacts.get('a.bin').bytes()).length).toBe(300_000)
      expect(run.tracked).toEqual([])
    }
    const { rows } = await openArchive(archive).table({ columns: ['data["metrics/loss"]'], where: 'status == "done"' })
    expect(rows).toEqual([expect.objectContaining({ run: 'one', 'metrics/loss': 0.25 })])
  })

  test('keeps its folder where that is asked for, and is listed once', async () => {
    await pack(true)
    expect(readdirSync(join(archive, 'study')).toSorted()).toEqual(['one', 'one.zip'])
    expect(listRuns(archive)).toMatchObject([{ run: 'one', folder }])
    await pack()
    expect(readdirSync(join(archive, 'study'))).toEqual(['one.zip'])
  })

  test('comes back with every file as it was', async () => {
    const before = filesBelow(folder)
    const zip = await pack()
    const other = tempFolder()
    expect(await bring(zip, other)).toEqual([['study/one', false]])
    expect(filesBelow(join(other, 'study/one'))).toEqual(before)
    expect(readdirSync(other)).toEqual(['study'])
  })

  test('is refused while it goes on, where it died, and where it holds a link', async () => {
    symlinkSync('/etc/passwd', join(folder, 'link'))
    await expect(pack()).rejects.toThrow(coded('ZIP_REFUSED', join(folder, 'link')))
    const writer = makeRun(archive, 'study/two', { status: 'running', phase: 'run', end_time: null })
    const packTwo = async (): Promise<unknown> => await packRun(openRun(writer.folder), { keep: false })
    await expect(packTwo()).rejects.toThrow(coded('RUN_LIFE_UNKNOWN'))
    writer.writeAlive({ ...describeProcess(), startTime: '1' })
    await expect(packTwo()).rejects.toThrow(coded('RUN_UNFINISHED'))
    writer.writeAlive(describeProcess())
    await expect(packTwo()).rejects.toThrow(coded('RUN_ALIVE'))
    expect(readdirSync(join(archive, 'study')).toSorted()).toEqual(['one', 'two'])
  })
})

describe('packing', () => {
  const beside = (): readonly string[] => readdirSync(join(archive, 'study')).toSorted()

  test.each([[true], [false]])('keeps the folder where it is written to meanwhile, and says so (--keep %s)', async (keep) => {
    const packing = pack(keep)
    new RunWriter(folder).appendAnnotations({ time: 1, kind: 'tag', text: 'paper' })
    await expect(packing).rejects.toThrow(coded('PACKING_CHANGED', '.runlab/annotations.jsonl'))
    expect([beside(), openRun(folder).tags]).toEqual([['one'], ['paper']])
    const growing = pack(keep)
    appendFileSync(join(folder, 'a.bin'), 'more')
    await expect(growing).rejects.toThrow(coded('PACKING_CHANGED', 'a.bin'))
    expect(beside()).toEqual(['one'])
  })

  test('is done by one process at a time', async () => {
    const both = await Promise.allSettled([pack(), pack()])
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'RUN_ALIVE' } }])
    expect(beside()).toEqual(['one.zip'])
    makeRun(archive, 'study/two')
    const run = openRun(join(archive, 'study/two'))
    await packRun(run, { keep: false })
    await expect(packRun(run, { keep: false })).rejects.toThrow(coded('RUN_NOT_FOUND'))
    expect(beside()).toEqual(['one.zip', 'two.zip'])
  })

  test('replaces a ZIP of the same run, and nothing else that has its name', async () => {
    const zip = await pack(true)
    writeFileSync(join(folder, FILES.log), 'said more\n')
    expect(await pack(true)).toBe(zip)
    expect(await openRun(zip).readLog()).toBe('said more\n')
    makeRun(archive, 'study/one', { start_time: 5 })
    await expect(pack()).rejects.toThrow(coded('PACKING_TAKEN', zip))
    expect(await openRun(zip).readLog()).toBe('said more\n')
    writeFileSync(zip, 'my data')
    await expect(pack()).rejects.toThrow(coded('PACKING_TAKEN', zip))
    expect([readFileSync(zip, 'utf8'), beside()]).toEqual(['my data', ['one', 'one.zip']])
  })

  test('leaves links alone', async () => {
    symlinkSync(folder, join(archive, 'link'))
    await expect(packRun(openRun(join(archive, 'link')), { keep: false })).rejects.toThrow(coded('RUN_LINKED'))
    expect(beside()).toEqual(['one'])
  })

  test('takes names that differ in case only', async () => {
    for (const name of ['b.txt', 'B.txt']) writeFileSync(join(folder, name), name)
    const other = tempFolder()
    expect(await bring(await pack(), other)).toEqual([['study/one', false]])
    for (const name of ['b.txt', 'B.txt']) expect(readFileSync(join(other, 'study/one', name), 'utf8')).toBe(name)
  })
})

describe('what is imported', () => {
  async function all(source: string, target: string): Promise<readonly Imported[]> {
    const found: Imported[] = []
    for await (const run of importRuns(source, target)) found.push(run)
    return found
  }

  test('is whole where two import it at once, and no staging folder stays', async () => {
    const other = tempFolder()
    const before = filesBelow(folder)
    mkdirSync(join(other, '.runlab-import-killed'))
    writeFileSync(join(other, '.runlab-import-killed/.runlab-claim'), JSON.stringify({ ...describeProcess(), startTime: '1' }))
    const both = await Promise.all([bring(archive, other), bring(archive, other)])
    expect(both.flat().toSorted()).toEqual([
      ['study/one', false],
      ['study/one', true],
    ])
    expect([filesBelow(join(other, 'study/one')), readdirSync(other)]).toEqual([before, ['study']])
  })

  test('is no run that goes on; that and one that cannot be read cost only themselves', async () => {
    makeRun(archive, 'study/live', { status: 'running', phase: 'run', end_time: null }).writeAlive(describeProcess())
    makeRun(archive, 'study/else', { status: 'running', phase: 'run', end_time: null })
    makeRun(archive, 'study/two', { namespace: 'study' })
    mkdirSync(join(archive, 'study/broken'))
    writeFileSync(join(archive, 'study/broken', FILES.meta), '{')
    const other = tempFolder()
    const found = await all(archive, other)
    const codes = found.flatMap((run) => ('error' in run ? [run.error.code] : []))
    expect(codes.toSorted()).toEqual(['ARCHIVE_FORMAT', 'IMPORT_RUNNING', 'IMPORT_RUNNING'])
    expect(readdirSync(join(other, 'study')).toSorted()).toEqual(['one', 'two'])
    const text = JSON.stringify(sampleMeta({ status: 'running', phase: 'run', end_time: null }))
    const alive = JSON.stringify(describeProcess())
    const zip = await zipOf({
      'live/experiment_meta.json': text,
      'live/.runlab/alive.json': alive,
      'done/experiment_meta.json': JSON.stringify(sampleMeta()),
    })
    expect(await all(zip, other)).toMatchObject([{ error: { code: 'IMPORT_RUNNING' } }, { wasThere: false }])
  })

  test('adds annotations to a run that was there, and says where it was modified', async () => {
    const other = tempFolder()
    const tag = (run: string, text: string): void => new RunWriter(run).appendAnnotations({ time: 1, kind: 'tag', text })
    tag(folder, 'both')
    await bring(archive, other)
    const copy = join(other, 'study/one')
    tag(folder, 'here')
    tag(copy, 'there')
    expect(await all(archive, other)).toMatchObject([{ folder: copy, wasThere: true, annotations: 1 }])
    expect(await all(archive, other)).toMatchObject([{ annotations: 0 }])
    expect(openRun(copy).tags).toEqual(['both', 'there', 'here'])
    const zip = (await packRun(openRun(copy), { keep: false })).zip
    tag(folder, 'late')
    expect(await all(archive, other)).toMatchObject([{ folder: zip, annotations: 1 }])
    expect(openRun(zip).tags).toEqual(['both', 'there', 'here', 'late'])
    expect(await all(zip, other)).toMatchObject([{ folder: copy, wasThere: false }])
    expect(await all(archive, other)).toMatchObject([{ folder: copy, annotations: 0 }])
    expect(openRun(copy).tags).toEqual(['both', 'there', 'here', 'late'])
    makeRun(archive, 'study/one', { namespace: 'study', run: 'one', description: 'Modified.' })
    expect(await all(archive, other)).toMatchObject([{ folder: `${copy}_2`, wasThere: false, other: copy }])
  })

  test('brings along what was said of a run beside its ZIP, which packing it again takes in', async () => {
    const zip = await pack()
    const before = readFileSync(zip)
    annotate(zip, { time: 10, kind: 'tag', text: 'paper' }, { time: 11, kind: 'note', text: 'for the figure' })
    expect(readFileSync(zip).equals(before), 'the ZIP stays as it is').toBe(true)
    expect(openRun(zip)).toMatchObject({ tags: ['paper'], notes: [{ time: 11, text: 'for the figure' }] })
    expect(listRuns(archive)).toHaveLength(1)
    const other = tempFolder()
    await bring(zip, other)
    expect(openRun(join(other, 'study/one')).tags).toEqual(['paper'])
    await bring(zip)
    annotate(folder, { time: 12, kind: 'untag', text: 'paper' })
    await pack()
    expect(existsSync(`${zip}.annotations.jsonl`)).toBe(false)
    expect(openRun(zip)).toMatchObject({ tags: [], notes: [{ text: 'for the figure' }] })
    await bring(zip)
    annotate(zip, { time: 13, kind: 'tag', text: 'said of the ZIP alone' })
    await pack()
    expect(openRun(zip).tags, 'what the folder did not know stays').toEqual(['said of the ZIP alone'])
  })

  test('goes to the trash and back with what was said of it since it was packed', async () => {
    const zip = await pack()
    annotate(zip, { time: 10, kind: 'tag', text: 'paper' })
    trashRun(archive, zip, '2026')
    expect(readdirSync(join(archive, 'study'))).toEqual([])
    const [trashed] = listTrash(archive)
    if (trashed === undefined) throw new Error('It is not in the trash.')
    expect(openRun(restoreRun(archive, trashed)).tags).toEqual(['paper'])
    trashRun(archive, zip, '2027')
    for (const one of listTrash(archive)) purgeRun(archive, one)
    expect(readdirSync(archive, { recursive: true })).not.toContainEqual(expect.stringContaining('annotations'))
  })

  test('may be a ZIP of many runs, each of which gets its own files', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `r${i}`)
    const meta = (run: string): string => JSON.stringify(sampleMeta({ run, namespace: 'many' }))
    const zip = await zipOf(
      Object.fromEntries(
        names.flatMap((run) => [
          [`${run}/${FILES.meta}`, meta(run)],
          [`${run}/own.txt`, run],
          [`${run}/in/${FILES.meta}`, meta(run)],
        ]),
      ),
    )
    expect((await bring(zip)).length).toBe(60)
    for (const run of names) expect(readFileSync(join(archive, 'many', run, 'own.txt'), 'utf8')).toBe(run)
  })
  test('may have files without content that are not compressed', async () => {
    const zip = await zipOf({ 'made/experiment_meta.json': JSON.stringify(sampleMeta({ namespace: 'study' })), 'made/empty': '' })
    expect(await bring(zip)).toEqual([['study/made', false]])
    expect(readFileSync(join(archive, 'study/made/empty'), 'utf8')).toBe('')
  })

  test('takes the next name that is free, and is not brought twice', async () => {
    const zip = await pack(true)
    expect(await bring(zip)).toEqual([['study/one', true]])
    makeRun(archive, 'study/one', { namespace: 'study', description: 'Another.' })
    expect(await bring(zip)).toEqual([['study/one.zip', true]])
    const other = tempFolder()
    makeRun(other, 'study/one', { namespace: 'study', description: 'Another.' })
    expect(await bring(zip, other)).toEqual([['study/one_2', false]])
    expect(await bring(zip, other)).toEqual([['study/one_2', true]])
  })

  test('may be folders of runs, with ZIPs among them', async () => {
    await pack()
    makeRun(archive, 'study/deep/two', { namespace: 'study/deep' })
    const other = tempFolder()
    expect(new Set(await bring(archive, other))).toEqual(
      new Set([['study/one', false] as const, ['study/deep/two', false] as const]),
    )
    expect(
      listRuns(other)
        .map(({ run }) => run)
        .toSorted(),
    ).toEqual(['one', 'two'])
  })

  test('is refused where there is no run', async () => {
    await expect(bring(join(archive, 'none.zip'))).rejects.toThrow(coded('RUN_NOT_FOUND'))
    await expect(bring(tempFolder())).rejects.toThrow(coded('RUN_NOT_FOUND'))
    await expect(bring(await zipOf({ 'x/readme.txt': 'x' }))).rejects.toThrow(coded('ZIP_REFUSED', 'it holds no run'))
  })
})

/** A ZIP; `patch` changes its bytes. */
async function zipOf(
  files: Readonly<Record<string, string>>,
  { mode, patch }: { mode?: number; patch?: (bytes: Buffer) => void } = {},
): Promise<string> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), name, { compress: text.length > 1000, ...(mode === undefined ? {} : { mode }) })
  zip.end()
  const path = join(tempFolder(), 'made.zip')
  await pipeline(zip.outputStream, createWriteStream(path))
  const bytes = readFileSync(path)
  patch?.(bytes)
  writeFileSync(path, bytes)
  return path
}

/** Writes another text of the same length over every place where one stands. */
const replaced =
  (text: string, by: string) =>
  (bytes: Buffer): void => {
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes.write(by, at, 'latin1')
  }

describe('a ZIP is refused, and nothing of it stays, where', () => {
  const meta = JSON.stringify(sampleMeta({ namespace: 'study' }))
  const run = { 'bad/experiment_meta.json': meta }
  const LINK = 0o120777
  test.each<[string, () => Promise<string>, string]>([
    [
      'a file leads out of its folder',
      async () => await zipOf({ ...run, 'bad/XX/evil': '' }, { patch: replaced('XX/', '../') }),
      'leads out',
    ],
    [
      'a path is absolute',
      async () => await zipOf({ ...run, 'Xtmp/evil': 'x' }, { patch: replaced('Xtmp/evil', '/tmp/evil') }),
      'absolute',
    ],
    [
      'a path is absolute on Windows',
      async () => await zipOf({ ...run, 'cX/evil': 'x' }, { patch: replaced('cX/evil', 'c:/evil') }),
      'absolute',
    ],
    [
      'a path has a backslash',
      async () => await zipOf({ ...run, 'bad/XevilX': 'x' }, { patch: replaced('XevilX', '\\evil\\') }),
      'backslash',
    ],
    ['a file is a link', async () => await zipOf({ ...run, 'bad/link': '/etc/passwd' }, { mode: LINK }), 'is a link'],
    [
      'a file is there twice',
      async () => await zipOf({ ...run, 'bad/a1': 'x', 'bad/a2': 'y' }, { patch: replaced('bad/a2', 'bad/a1') }),
      'twice',
    ],
    ['a name is a file and a folder', async () => await zipOf({ ...run, 'bad/a': 'x', 'bad/a/b': 'y' }), 'as a folder'],
    [
      'a file has other bytes',
      async () => await zipOf({ ...run, 'bad/a': 'abcdef' }, { patch: replaced('abcdef', 'abcdeg') }),
      'damaged',
    ],
    ['it would fill the disk', async () => await zipOf({ ...run, 'bad/a': '0'.repeat(2000) }, { patch: huge }), 'at most'],
    [
      'a file has more than it says',
      async () => await zipOf({ ...run, 'bad/a': '0'.repeat(2000) }, { patch: small }),
      'more than the 5 bytes',
    ],
    ['it is cut off', async () => await cutOff(run), 'cut off'],
  ])('%s', async (_, make, reason) => {
    const zip = await make()
    await expect(bring(zip)).rejects.toThrow(coded('ZIP_REFUSED', reason))
    expect(readdirSync(archive)).toEqual(['study'])
    expect(readdirSync(join(archive, 'study'))).toEqual(['one'])
    expect(existsSync('/tmp/evil')).toBe(false)
  })

  /** Says another size of the file that is compressed, in the directory. */
  function resize(bytes: Buffer, size: number): void {
    const entry = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1')
    bytes.writeUInt32LE(size, entry + 24)
  }
  function huge(bytes: Buffer): void {
    resize(bytes, 2 ** 31)
  }
  function small(bytes: Buffer): void {
    resize(bytes, 5)
  }
  async function cutOff(files: Readonly<Record<string, string>>): Promise<string> {
    const path = await zipOf(files)
    truncateSync(path, statSync(path).size - 10)
    return path
  }
})

test('metadata of more than 16 MB in a ZIP are not read', async () => {
  const huge = `{"a":"${'0'.repeat(2 ** 24)}"}`
  writeFileSync(join(archive, 'study/huge.zip'), readFileSync(await zipOf({ 'huge/experiment_meta.json': huge })))
  expect(listRuns(archive)).toMatchObject([
    { run: 'one' },
    { run: 'huge', error: { code: 'ARCHIVE_FORMAT', message: expect.stringContaining('at most 16777216') } },
  ])
})

test('a ZIP that is cut off is listed as unreadable; one that holds no run is not listed', async () => {
  const zip = await pack()
  truncateSync(zip, statSync(zip).size - 10)
  writeFileSync(join(archive, 'other.zip'), readFileSync(await zipOf({ 'readme.txt': 'x' })))
  expect(listRuns(archive)).toMatchObject([
    { run: 'one', error: { code: 'ARCHIVE_FORMAT', message: expect.stringContaining('cut off') } },
  ])
})
