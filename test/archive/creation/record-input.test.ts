import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { recordInput } from '../../../src/archive/creation/record-input.ts'
import type { InputOptions, RecordedInput } from '../../../src/archive/creation/record-input.ts'
import { sha256 } from '../support/make-store.ts'
import { tempFolder } from '../support/temp-folder.ts'

function use(project: string, path: string | URL, options: Partial<InputOptions> = {}): Promise<RecordedInput> {
  return recordInput({ path, from: project, project, parameter: null, now: 5, ...options })
}

const missing = (text: string): unknown =>
  expect.objectContaining({ code: 'INPUT_NOT_FOUND', message: expect.stringContaining(text) })

describe('a file', () => {
  test('is recorded with size and checksum, relative to the project', async () => {
    const project = tempFolder()
    mkdirSync(join(project, 'data'))
    writeFileSync(join(project, 'data', 'words.txt'), 'a b')
    const { record, path } = await use(project, './words.txt', { from: join(project, 'data'), parameter: 'dataset' })
    expect(path).toBe(join(project, 'data', 'words.txt'))
    expect(record).toStrictEqual({
      path: './words.txt',
      resolved: 'data/words.txt',
      kind: 'file',
      size: 3,
      sha256: sha256('a b'),
      files: 1,
      time: 5,
      parameter: 'dataset',
    })
  })

  test('outside of the project is recorded with its absolute path', async () => {
    const base = tempFolder()
    const [project, outside] = [join(base, 'project'), join(base, 'project-more')]
    mkdirSync(outside)
    writeFileSync(join(outside, 'a'), 'x')
    expect((await use(project, join(outside, 'a'))).record.resolved).toBe(join(outside, 'a'))
  })

  test('may be named by its URL', async () => {
    const project = tempFolder()
    writeFileSync(join(project, 'a b'), 'x')
    const url = pathToFileURL(join(project, 'a b'))
    expect(await use(project, url)).toMatchObject({ path: join(project, 'a b'), record: { path: url.href, resolved: 'a b' } })
    expect((await use(project, url.href)).path).toBe(join(project, 'a b'))
  })

  test('over the limit has no checksum', async () => {
    const project = tempFolder()
    writeFileSync(join(project, 'a'), 'xxxx')
    expect((await use(project, 'a', { hashLimit: 3 })).record).toMatchObject({ size: 4, sha256: null })
    expect((await use(project, 'a', { hashLimit: 4 })).record.sha256).toBe(sha256('xxxx'))
  })
})

describe('a folder', () => {
  function makeFolder(): string {
    const project = tempFolder()
    mkdirSync(join(project, 'd', 'sub'), { recursive: true })
    writeFileSync(join(project, 'd', 'sub', 'b'), 'bb')
    writeFileSync(join(project, 'd', 'sub.txt'), 'c')
    writeFileSync(join(project, 'd', 'a'), '')
    return project
  }

  test('has the checksum of its listing', async () => {
    const { record } = await use(makeFolder(), 'd')
    const listing = `a\0${0}\0${sha256('')}\nsub.txt\0${1}\0${sha256('c')}\nsub/b\0${2}\0${sha256('bb')}\n`
    expect(record).toMatchObject({ kind: 'directory', resolved: 'd', size: 3, files: 3, sha256: sha256(listing) })
  })

  test('changes its checksum with a name or a byte, and with nothing else', async () => {
    const project = makeFolder()
    const before = (await use(project, 'd')).record.sha256
    expect((await use(makeFolder(), 'd/')).record.sha256).toBe(before)
    writeFileSync(join(project, 'd', 'sub', 'b'), 'bc')
    expect((await use(project, 'd')).record.sha256).not.toBe(before)
  })

  test('follows links, but not in circles, nor to nowhere', async () => {
    const project = makeFolder()
    mkdirSync(join(project, 'other'))
    writeFileSync(join(project, 'other', 'x'), 'x')
    symlinkSync('../other', join(project, 'd', 'link'))
    symlinkSync('..', join(project, 'd', 'sub', 'up'))
    symlinkSync('nowhere', join(project, 'd', 'dangling'))
    symlinkSync('itself', join(project, 'd', 'itself'))
    expect((await use(project, 'd')).record).toMatchObject({ files: 4, size: 4 })
  })

  test('over the limit in total has no checksum', async () => {
    expect((await use(makeFolder(), 'd', { hashLimit: 2 })).record).toMatchObject({ size: 3, files: 3, sha256: null })
  })

  test('may be the project itself', async () => {
    const project = makeFolder()
    expect((await use(project, '.')).record).toMatchObject({ resolved: '.', files: 3 })
  })
})

test('what does not exist says where it was looked for', async () => {
  const project = tempFolder()
  writeFileSync(join(project, 'file'), '')
  await expect(use(project, 'data/no.txt')).rejects.toThrow(
    missing(`data/no.txt does not exist (looked at ${join(project, 'data', 'no.txt')})`),
  )
  await expect(use(project, 'file/below')).rejects.toThrow(missing('file/below'))
  await expect(use(project, new URL('https://example.org/a'))).rejects.toThrow(missing('https://example.org/a'))
})
