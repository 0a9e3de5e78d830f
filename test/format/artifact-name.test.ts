import { describe, expect, test } from 'vitest'
import { checkArtifactName } from '../../src/format/artifact-name.ts'

const refused = (reason: string): unknown =>
  expect.objectContaining({ code: 'ARTIFACT_NAME', message: expect.stringContaining(reason) })

describe('normal form', () => {
  test.each([
    ['a.txt', 'a.txt'],
    ['./a//b', 'a/b'],
    ['a/./b/../c.txt', 'a/c.txt'],
    ['.hidden', '.hidden'],
    ['..a/b..c', '..a/b..c'],
    ['texts/0.txt', 'texts/0.txt'],
    ['Ünïcode 😀.txt', 'Ünïcode 😀.txt'],
    ['a/code/x', 'a/code/x'],
    ['a/.runlab', 'a/.runlab'],
    ['codes/x', 'codes/x'],
    ['console.txt', 'console.txt'],
    ['com10', 'com10'],
    [`${'a'.repeat(255)}/b`, `${'a'.repeat(255)}/b`],
  ])('%s is %s', (name, normal) => {
    expect(checkArtifactName(name)).toBe(normal)
  })
})

describe('refused', () => {
  test.each([
    ['', 'empty'],
    ['.', 'run itself'],
    ['a/..', 'run itself'],
    ['a/', 'folder'],
    ['a/.', 'folder'],
    ['a/b/..', 'folder'],
    ['/etc/passwd', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['C:/x', 'absolute'],
    ['c:\\x', 'absolute'],
    ['C:x', 'character :'],
    ['..', 'leaves the run'],
    ['../a', 'leaves the run'],
    ['a/../../b', 'leaves the run'],
    ['a\\b', 'backslash'],
    ['a\0b', 'control character'],
    ['a\nb', 'control character'],
    ['a\u007Fb', 'control character'],
    ['a\uD800b', 'surrogate'],
    ['experiment_meta.json', 'belongs to runlab'],
    ['Experiment_Meta.JSON', 'belongs to runlab'],
    ['analysis.ts', 'belongs to runlab'],
    ['report.html', 'belongs to runlab'],
    ['code/x', 'belongs to runlab'],
    ['CODE', 'belongs to runlab'],
    ['./tracked/a', 'belongs to runlab'],
    ['x/../visuals/a.png', 'belongs to runlab'],
    ['.runlab', 'belongs to runlab'],
    ['.RunLab/x', 'belongs to runlab'],
    ['.runlab-mine', 'belongs to runlab'],
    ['viſuals/a', 'belongs to runlab'],
    ['con', 'reserves the name con'],
    ['a/NUL.txt', 'reserves the name NUL'],
    ['com1.tar.gz', 'reserves the name com1'],
    ['LPT9', 'reserves the name LPT9'],
    ['aux .txt', 'reserves the name aux'],
    ['a<b', 'character <'],
    ['a>b', 'character >'],
    ['a:b', 'character :'],
    ['a"b', 'character "'],
    ['a|b', 'character |'],
    ['a?b', 'character ?'],
    ['a*b', 'character *'],
    ['a.', 'end in a dot'],
    ['a /b', 'end in a space'],
    ['...', 'end in a dot'],
    ['a'.repeat(256), 'longer than 255 bytes'],
    ['é'.repeat(128), 'longer than 255 bytes'],
  ])('%j: %s', (name, reason) => {
    expect(() => checkArtifactName(name)).toThrow(refused(reason))
  })

  test('what is no text', () => {
    expect(() => Reflect.apply(checkArtifactName, undefined, [3])).toThrow(refused('not a string'))
  })
})
