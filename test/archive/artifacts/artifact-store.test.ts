import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { describe, expect, test } from 'vitest'
import { staysSo, until } from '../../support/waiting.ts'
import { makeStore, sha256 } from '../support/make-store.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { testWith } from '../../support/needs.ts'

const coded = (code: string, text = ''): unknown => expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('createWriteStream', () => {
  test('writes in place, so that the file can be followed, and records what was written when it finishes', async () => {
    const { store, read, recorded } = makeStore()
    const stream = store.createWriteStream('logs/a.txt')
    await new Promise((resolve) => stream.write('one\n', resolve))
    expect(read('logs/a.txt')).toBe('one\n')
    expect(store.artifacts.has('logs/a.txt')).toBe(false)
    stream.end(Buffer.from('two\n'))
    await finished(stream)
    expect(recorded()).toEqual({
      'logs/a.txt': { name: 'logs/a.txt', size: 8, sha256: sha256('one\ntwo\n'), time: 5, via: 'stream' },
    })
  })

  test('takes many small pieces and large ones', async () => {
    const { store, folder } = makeStore()
    const pieces = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`)
    const stream = store.createWriteStream('a.txt')
    for (const piece of pieces) stream.write(piece)
    stream.end('x'.repeat(3_000_000))
    await finished(stream)
    const whole = `${pieces.join('')}${'x'.repeat(3_000_000)}`
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(whole)
    expect(store.artifacts.get('a.txt').sha256).toBe(sha256(whole))
  })

  test('left open at the end is closed, and the record says so', async () => {
    const { store, read, recorded } = makeStore()
    const stream = store.createWriteStream('a.txt')
    stream.write('half')
    expect(await store.finish()).toEqual(['The stream of a.txt was still open at the end of the run.'])
    expect(read('a.txt')).toBe('half')
    expect(recorded()['a.txt']).toMatchObject({ size: 4, sha256: sha256('half'), incomplete: true })
    stream.write('too late')
    await staysSo('the file is as it was', () => read('a.txt') === 'half', 50)
  })

  test('ended just before the end is complete', async () => {
    const { store, recorded } = makeStore()
    store.createWriteStream('a.txt').end('x'.repeat(1_000_000))
    expect(await store.finish()).toEqual([])
    expect(recorded()['a.txt']).toStrictEqual({
      name: 'a.txt',
      size: 1_000_000,
      sha256: sha256('x'.repeat(1_000_000)),
      time: 5,
      via: 'stream',
    })
  })

  test('whose source breaks is recorded as incomplete', async () => {
    const { store, recorded, read } = makeStore()
    async function* broken(): AsyncGenerator<string> {
      yield 'half'
      throw new Error('broke')
    }
    await expect(pipeline(broken(), store.createWriteStream('a.txt'))).rejects.toThrow('broke')
    await store.finish()
    expect(recorded()['a.txt']?.incomplete).toBe(true)
    expect(recorded()['a.txt']?.sha256).toBe(sha256(read('a.txt')))
  })

  test('again under the same name starts anew, but not while it is open', async () => {
    const { store, read, recorded } = makeStore()
    const stream = store.createWriteStream('a.txt')
    expect(() => store.createWriteStream('./a.txt')).toThrow(coded('ARTIFACT_NAME', 'still writing'))
    await expect(store.commit('a.txt', 'x')).rejects.toThrow(coded('ARTIFACT_NAME', 'still writing'))
    stream.end('a longer text')
    await finished(stream)
    await finished(store.createWriteStream('a.txt').end('short'))
    expect(read('a.txt')).toBe('short')
    expect(recorded()['a.txt']?.sha256).toBe(sha256('short'))
  })

  testWith(existsSync('/dev/full'), 'needs /dev/full')('to a full disk fails with a coded error', async () => {
    const { ArtifactStream } = await import('../../../src/archive/artifacts/artifact-stream.ts')
    const stream = new ArtifactStream('/dev/full', () => undefined)
    stream.end('x')
    await expect(finished(stream)).rejects.toThrow(coded('ARCHIVE_UNWRITABLE', 'the disk is full'))
  })
})

describe('path', () => {
  test('gives an absolute path with its folders made, and what is written there is found by the end', async () => {
    const { store, folder, recorded } = makeStore()
    const path = store.path('plots/deep/a.svg')
    expect(path).toBe(join(folder, 'plots', 'deep', 'a.svg'))
    writeFileSync(path, '<svg/>')
    expect(await store.finish()).toEqual([])
    expect(recorded()).toEqual({
      'plots/deep/a.svg': { name: 'plots/deep/a.svg', size: 6, sha256: sha256('<svg/>'), time: 5, via: 'path' },
    })
    expect(store.artifacts.names()).toEqual(['plots/deep/a.svg'])
  })

  test('may become a folder of files', async () => {
    const { store, recorded } = makeStore()
    const model = store.path('model')
    mkdirSync(join(model, 'weights'), { recursive: true })
    writeFileSync(join(model, 'weights', '1.bin'), 'w')
    writeFileSync(join(store.path('model'), 'model.json'), '{}')
    await store.finish()
    expect(Object.keys(recorded()).toSorted()).toEqual(['model/model.json', 'model/weights/1.bin'])
  })

  test('that nothing is written to records nothing', async () => {
    const { store } = makeStore()
    store.path('nothing')
    await store.finish()
    expect(store.artifacts.size).toBe(0)
  })

  test("files are found without it, but not runlab's own, nor what links lead to", async () => {
    const { store, folder, recorded } = makeStore()
    const outside = tempFolder()
    writeFileSync(join(outside, 'secret'), 's')
    writeFileSync(join(folder, 'by-hand.txt'), 'x')
    symlinkSync(outside, join(folder, 'out'))
    symlinkSync(join(outside, 'secret'), join(folder, 'link'))
    for (const own of ['code', 'tracked', 'visuals', '.runlab']) mkdirSync(join(folder, own), { recursive: true })
    for (const own of [
      'code/a.ts',
      'tracked/x',
      'visuals/y',
      '.runlab/z',
      'experiment_meta.json',
      'experiment_out.log',
      'analysis.ts',
      'report.html',
    ]) {
      writeFileSync(join(folder, own), 'ours')
    }
    mkdirSync(join(folder, 'sub', 'code'), { recursive: true })
    writeFileSync(join(folder, 'sub', 'code', 'b.ts'), 'theirs')
    await store.finish()
    expect(Object.keys(recorded()).toSorted()).toEqual(['by-hand.txt', 'sub/code/b.ts'])
  })

  test('a committed file that was changed afterwards is recorded anew, one that was not is left alone', async () => {
    const { store, folder, recorded } = makeStore()
    await store.commit('a.txt', 'one')
    await store.commit('b.txt', 'two')
    appendFileSync(join(folder, 'a.txt'), ' and more')
    await store.finish()
    expect(recorded()['a.txt']).toMatchObject({ via: 'path', size: 12, sha256: sha256('one and more') })
    expect(recorded()['b.txt']).toMatchObject({ via: 'commit', sha256: sha256('two') })
  })

  test('over the limit, the largest files have no checksum', async () => {
    const { store, recorded } = makeStore({ hashLimit: 100 })
    for (const [name, size] of [
      ['large', 200],
      ['a', 40],
      ['b', 50],
      ['c', 60],
    ] as const)
      writeFileSync(store.path(name), 'x'.repeat(size))
    await store.finish()
    expect(recorded()['a']).toMatchObject({ sha256: sha256('x'.repeat(40)) })
    expect(recorded()['b']).toMatchObject({ sha256: sha256('x'.repeat(50)) })
    expect(recorded()['c']).toStrictEqual({ name: 'c', size: 60, sha256: null, time: 5, via: 'path', deferred: true })
    expect(recorded()['large']).toMatchObject({ sha256: null, deferred: true })
  })

  test('files that have settled are hashed while the run goes on', async () => {
    const { store } = makeStore({ settleTime: 20 })
    const path = store.path('model')
    mkdirSync(path)
    writeFileSync(join(path, 'a'), 'x')
    writeFileSync(store.path('b'), 'y')
    await until('two checksums', () => store.artifacts.size === 2)
    expect(store.artifacts.get('model/a').sha256).toBe(sha256('x'))
    appendFileSync(join(path, 'a'), 'z')
    await until('another checksum', () => store.artifacts.get('model/a').size === 2)
    expect(store.artifacts.get('model/a').sha256).toBe(sha256('xz'))
    await store.finish()
  })

  test('what goes away or turns into something else while it is looked at does no harm', async () => {
    const { store, folder, recorded } = makeStore({ settleTime: 5 })
    const path = store.path('a/b/c')
    let changes = 0
    const change = (): void => {
      rmSync(join(folder, 'a'), { recursive: true })
      if (changes++ % 2 === 0) writeFileSync(join(folder, 'a'), 'a file now')
      else mkdirSync(path, { recursive: true })
    }
    await staysSo('the list of artifacts can be written', () => (change(), store.unwritable === undefined), 100)
    rmSync(join(folder, 'a'), { recursive: true })
    writeFileSync(join(folder, 'a'), 'last')
    await store.finish()
    expect(recorded()['a']).toMatchObject({ sha256: sha256('last') })
  })

  test('a file that keeps growing is left for the end', async () => {
    const { store, recorded } = makeStore({ settleTime: 20 })
    const path = store.path('a')
    let size = 0
    const grow = (): void => {
      appendFileSync(path, 'x')
      size++
    }
    await staysSo('the file is no artifact yet', () => (grow(), store.artifacts.size === 0), 150)
    await store.finish()
    expect(recorded()['a']?.sha256).toBe(sha256('x'.repeat(size)))
  })
})

describe('finish', () => {
  test('waits for commits that nobody has awaited', async () => {
    const { store, recorded } = makeStore({ streamGrace: 240_000 })
    void store.commit('a.txt', 'x'.repeat(3_000_000))
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    void store.commit(
      'b.txt',
      Readable.from(['slow']).map(async (text: string) => released.then(() => text)),
    )
    const finishing = store.finish()
    release()
    expect(await finishing).toEqual([])
    expect(Object.keys(recorded()).toSorted()).toEqual(['a.txt', 'b.txt'])
  })

  test('gives up a commit from a stream that does not end, and leaves nothing of it', async () => {
    const { store, folder } = makeStore({ streamGrace: 30 })
    const source = new PassThrough()
    source.write('x')
    const commit = store.commit('a.txt', source)
    commit.catch(() => undefined)
    expect(await store.finish()).toEqual(['A commit from a stream that did not end was given up.'])
    source.end('y')
    await expect(commit).rejects.toThrow(coded('RUN_ENDED'))
    expect(existsSync(join(folder, 'a.txt'))).toBe(false)
    expect(existsSync(join(folder, '.runlab', 'partial'))).toBe(false)
  })

  test('refuses everything after', async () => {
    const { store } = makeStore()
    const finishing = store.finish()
    await expect(store.commit('a', 'x')).rejects.toThrow(coded('RUN_ENDED', 'e.commit'))
    expect(() => store.createWriteStream('a')).toThrow(coded('RUN_ENDED', 'e.createWriteStream'))
    expect(() => store.path('a')).toThrow(coded('RUN_ENDED', 'e.path'))
    await finishing
    expect(await store.finish()).toEqual([])
  })

  test('of a run whose folder is gone says so instead of failing', async () => {
    const { store, folder } = makeStore()
    writeFileSync(store.path('a'), 'x')
    rmSync(folder, { recursive: true })
    expect(await store.finish()).toEqual([])
  })
})

describe('the list of artifacts', () => {
  test('is sorted by name and always up to date', async () => {
    const { store } = makeStore()
    const { artifacts } = store
    for (const name of ['b', 'a/2', 'a/10', 'c.json']) await store.commit(name, 'null')
    expect(artifacts.names()).toEqual(['a/10', 'a/2', 'b', 'c.json'])
    expect(Array.from(artifacts, ({ name }) => name)).toEqual(artifacts.names())
    expect([artifacts.size, artifacts.has('b'), artifacts.has('x')]).toEqual([4, true, false])
  })

  test('gives text, bytes, JSON and streams', async () => {
    const { store } = makeStore()
    const artifact = await store.commit('a.json', { n: Number.NaN })
    const text = await artifact.text()
    expect(new TextDecoder().decode(await artifact.bytes())).toBe(text)
    expect(await artifact.json()).toStrictEqual({ n: Number.NaN })
    expect(Buffer.concat(await artifact.stream().toArray()).toString()).toBe(text)
    const broken = await store.commit('b.json', 'no json')
    await expect(broken.json()).rejects.toThrow(coded('ARCHIVE_FORMAT', 'b.json'))
  })

  test('names the nearest where there is none', async () => {
    const { store } = makeStore()
    await store.commit('summary.json', '{}')
    expect(() => store.artifacts.get('sumary.json')).toThrow(coded('ARTIFACT_NOT_FOUND', 'sumary.json'))
    expect(() => store.artifacts.get('sumary.json')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('summary.json') }),
    )
  })
})
