import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Committable } from '../../src/api/run.ts'
import { makeStore, sha256 } from './support/make-store.ts'
import { tempFolder } from './support/temp-folder.ts'

const coded = (code: string, text = ''): unknown => expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('what is committed lies in the run, with size and checksum', () => {
  const text = 'héllo\n'
  const bytes = Buffer.from(text)
  async function* pieces(): AsyncGenerator<string | Uint8Array> {
    yield 'h'
    yield bytes.subarray(1)
  }
  const contents: [string, () => Committable][] = [
    ['text', () => text],
    ['a Buffer', () => bytes],
    [
      'a Uint8Array that is a window',
      () => new Uint8Array(Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')])).subarray(2, -2),
    ],
    ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
    ['a Blob', () => new Blob([text])],
    ['a stream of Node', () => Readable.from([Buffer.from('h'), bytes.subarray(1)])],
    ['a stream of text', () => Readable.from(['h', 'éllo\n'])],
    ['a stream of the web', () => new Blob([text]).stream()],
    ['an async iterable', pieces],
  ]
  test.each(contents)('%s', async (_what, content) => {
    const { store, read, recorded } = makeStore()
    const artifact = await store.commit('sub/folder/a.txt', content())
    expect(read('sub/folder/a.txt')).toBe(text)
    expect(recorded()).toEqual({
      'sub/folder/a.txt': { name: 'sub/folder/a.txt', size: 7, sha256: sha256(text), time: 5, via: 'commit' },
    })
    expect(artifact).toMatchObject({ name: 'sub/folder/a.txt', size: 7, sha256: sha256(text) })
    expect(await artifact.text()).toBe(text)
  })

  test('nothing at all, too', async () => {
    const { store, read } = makeStore()
    await store.commit('a', '')
    await store.commit('b', Readable.from([]))
    expect([read('a'), read('b')]).toEqual(['', ''])
  })

  test('much of it, through a stream and at once', async () => {
    const { store, folder } = makeStore()
    const large = Buffer.alloc(5_000_001, 'abc')
    const source = join(tempFolder(), 'source')
    writeFileSync(source, large)
    const artifacts = await Promise.all([store.commit('a', large), store.commit('b', createReadStream(source))])
    for (const { sha256: checksum, name } of artifacts) {
      expect(checksum).toBe(sha256(large))
      expect(readFileSync(join(folder, name)).equals(large)).toBe(true)
    }
  })

  test('bytes are those of the moment of the call', async () => {
    const { store, read } = makeStore()
    const mutable = Buffer.from('before')
    const object = { a: [1] }
    const commits = [store.commit('a', mutable), store.commit('b.json', object)]
    mutable.write('AFTER!')
    object.a.push(2)
    await Promise.all(commits)
    expect(read('a')).toBe('before')
    expect(JSON.parse(read('b.json'))).toEqual({ a: [1] })
  })

  test('the name is normalised', async () => {
    const { store } = makeStore()
    expect((await store.commit('./a//b.txt', 'x')).name).toBe('a/b.txt')
  })
})

describe('objects', () => {
  test('become pretty-printed JSON with special values tagged, under a name in .json', async () => {
    const { store, read } = makeStore()
    const value = { when: new Date(0), rows: [Number.NaN, new Map([[1, 2n]])] }
    const artifact = await store.commit('a.JSON', value)
    expect(read('a.JSON')).toMatch(/^\{\n {2}"when": \{\n/)
    expect(await artifact.json()).toStrictEqual(value)
  })

  test('text and bytes under a name in .json stay as they are', async () => {
    const { store, read } = makeStore()
    await store.commit('a.json', '{"a":1}')
    await store.commit('b.json', Buffer.from('no json'))
    expect([read('a.json'), read('b.json')]).toEqual(['{"a":1}', 'no json'])
  })

  test.each<[string, unknown, string]>([
    ['a.txt', { a: 1 }, 'Cannot commit an object as "a.txt"'],
    ['a', [1], 'an array'],
    ['a.json', 5, 'a number'],
    ['a.json', null, 'null'],
    ['a.json', undefined, 'undefined'],
    ['a.txt', Float64Array.of(1), 'an instance of Float64Array'],
    ['a.txt', Readable.from([{ a: 1 }]), 'a stream that gave an object'],
  ])('under %s, %s is refused', async (name, content, got) => {
    const { store, folder } = makeStore()
    await expect(Reflect.apply(store.commit, store, [name, content])).rejects.toThrow(coded('ARTIFACT_CONTENT', got))
    expect(existsSync(join(folder, name))).toBe(false)
  })

  test('that cannot be kept are refused with their place', async () => {
    const { store } = makeStore()
    await expect(store.commit('a.json', { f: () => 1 })).rejects.toThrow(coded('VALUE_UNSERIALISABLE', 'at a.json.f'))
  })
})

describe('a source that fails', () => {
  test('leaves no artifact, no temporary file and no record, and its error is passed on', async () => {
    const { store, folder } = makeStore()
    const error = new Error('the source broke')
    const source = new PassThrough()
    source.write('half of it')
    setImmediate(() => source.destroy(error))
    await expect(store.commit('sub/a.txt', source)).rejects.toBe(error)
    expect(store.artifacts.size).toBe(0)
    expect(readdirSync(join(folder, '.runlab', 'partial'))).toEqual([])
    expect(existsSync(join(folder, 'sub', 'a.txt'))).toBe(false)
  })

  test('before it gives anything, such as a file that is not there, is no unhandled error', async () => {
    const { store } = makeStore()
    await expect(store.commit('a.txt', createReadStream(join(tempFolder(), 'missing')))).rejects.toThrow('ENOENT')
    await expect(store.commit('code/a.txt', createReadStream(join(tempFolder(), 'missing')))).rejects.toThrow(
      coded('ARTIFACT_NAME'),
    )
  })

  test('leaves the file that was there before', async () => {
    const { store, read, recorded } = makeStore()
    await store.commit('a.txt', 'old')
    async function* broken(): AsyncGenerator<string> {
      yield 'new'
      throw new Error('broke')
    }
    await expect(store.commit('a.txt', broken())).rejects.toThrow('broke')
    expect(read('a.txt')).toBe('old')
    expect(recorded()['a.txt']?.sha256).toBe(sha256('old'))
  })

  test('because it has ended already is refused instead of giving an empty file', async () => {
    const { store } = makeStore()
    const source = Readable.from(['x'])
    await source.toArray()
    await expect(store.commit('a.txt', source)).rejects.toThrow(coded('ARTIFACT_CONTENT', 'ended already'))
  })

  test('is closed when it gives what cannot be written', async () => {
    const { store } = makeStore()
    const source = Readable.from([{ a: 1 }, 'x'])
    await expect(store.commit('a.txt', source)).rejects.toThrow(coded('ARTIFACT_CONTENT'))
    expect(source.destroyed).toBe(true)
  })
})

describe('the same name again', () => {
  test('replaces the file by a new one, and the last checksum counts', async () => {
    const { store, folder, read, recorded } = makeStore()
    const first = await store.commit('a.txt', 'one')
    const inode = lstatSync(join(folder, 'a.txt')).ino
    await store.commit('a.txt', 'three')
    expect(read('a.txt')).toBe('three')
    expect(lstatSync(join(folder, 'a.txt')).ino).not.toBe(inode)
    expect(recorded()['a.txt']).toMatchObject({ size: 5, sha256: sha256('three') })
    expect(store.artifacts.size).toBe(1)
    expect(first.sha256).toBe(sha256('one'))
  })

  test('at the same time: both succeed, and the last to finish counts', async () => {
    const { store, read, recorded } = makeStore()
    const slow = new PassThrough()
    const first = store.commit('a.txt', slow)
    await store.commit('a.txt', 'fast')
    slow.end('slow')
    await first
    expect(read('a.txt')).toBe('slow')
    expect(recorded()['a.txt']?.sha256).toBe(sha256('slow'))
  })

  test('many times at once: record and file agree', async () => {
    const { store, folder, recorded } = makeStore()
    await Promise.all(Array.from({ length: 50 }, (_, i) => store.commit('sub/a.txt', 'x'.repeat(i * 997))))
    expect(recorded()['sub/a.txt']?.sha256).toBe(sha256(readFileSync(join(folder, 'sub', 'a.txt'))))
  })
})

describe('what is in the way', () => {
  test('a file where a folder would have to be', async () => {
    const { store, read } = makeStore()
    await store.commit('a', 'x')
    await expect(store.commit('a/b/c', 'y')).rejects.toThrow(coded('ARTIFACT_NAME', '"a" is a file'))
    expect(read('a')).toBe('x')
  })

  test('a folder of that name', async () => {
    const { store } = makeStore()
    await store.commit('a/b', 'x')
    await expect(store.commit('a', 'y')).rejects.toThrow(coded('ARTIFACT_NAME', 'folder has that name'))
  })

  test('a link that leads out of the run', async () => {
    const { store, folder } = makeStore()
    const outside = tempFolder()
    writeFileSync(join(outside, 'file'), 'untouched')
    symlinkSync(outside, join(folder, 'out'))
    symlinkSync(join(outside, 'file'), join(folder, 'file'))
    symlinkSync(join(outside, 'not-yet'), join(folder, 'dangling'))
    for (const name of ['out/a', 'out/b/c', 'file', 'dangling']) {
      await expect(store.commit(name, 'x')).rejects.toThrow(coded('ARTIFACT_NAME', 'leads out of the run'))
      expect(() => store.createWriteStream(name)).toThrow(coded('ARTIFACT_NAME'))
      expect(() => store.path(name)).toThrow(coded('ARTIFACT_NAME'))
    }
    expect(readdirSync(outside)).toEqual(['file'])
    expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('untouched')
  })

  test('but not a link that stays inside', async () => {
    const { store, folder, read } = makeStore()
    mkdirSync(join(folder, 'real'))
    symlinkSync('real', join(folder, 'link'))
    await store.commit('link/a', 'x')
    expect(read('real/a')).toBe('x')
  })

  test.each(['../a', 'code/a', '.runlab/x', 'experiment_meta.json', '/a', 'nul'])('the name %s', async (name) => {
    const { store } = makeStore()
    await expect(store.commit(name, 'x')).rejects.toThrow(coded('ARTIFACT_NAME'))
    expect(() => store.createWriteStream(name)).toThrow(coded('ARTIFACT_NAME'))
    expect(() => store.path(name)).toThrow(coded('ARTIFACT_NAME'))
  })

  test("the run's folder being gone", async () => {
    const { store, folder } = makeStore()
    rmSync(folder, { recursive: true })
    const unwritable = coded('ARCHIVE_UNWRITABLE', "the run's folder was removed")
    await expect(store.commit('a', 'x')).rejects.toThrow(unwritable)
    await expect(store.commit('a/b', 'x')).rejects.toThrow(unwritable)
    expect(() => store.createWriteStream('a')).toThrow(unwritable)
    expect(() => store.path('a/b')).toThrow(unwritable)
    expect(existsSync(folder)).toBe(false)
  })
})
