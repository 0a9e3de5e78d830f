import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findArchive, findProject, namespaceOf } from '../../../src/archive/listing/find-project.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Makes files and folders (names that end in a slash). */
function tree(...names: string[]): string {
  const root = tempFolder()
  for (const name of names) {
    mkdirSync(name.endsWith('/') ? join(root, name) : dirname(join(root, name)), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(join(root, name), '{}')
  }
  return root
}

describe('the project is', () => {
  test.each<[string, string[], string, string, string]>([
    ['the folder with a runlab.config above the file', ['runlab.config.ts', 'a/package.json', 'a/b/'], 'a/b', '', 'config'],
    ['the nearest of two with a runlab.config', ['runlab.config.ts', 'a/runlab.config.yml', 'a/b/'], 'a/b', 'a', 'config'],
    [
      'the folder with a runlab.config, above the checkout as well',
      ['runlab.config.mjs', 'a/.git/', 'a/package.json'],
      'a',
      '',
      'config',
    ],
    ["the file's own folder with a runlab.config", ['a/runlab.config.json'], 'a', 'a', 'config'],
    [
      'in a checkout the outermost with a package.json',
      ['.git/', 'package.json', 'a/package.json', 'a/b/package.json'],
      'a/b',
      '',
      'checkout',
    ],
    [
      'the outermost that is not above the checkout',
      ['package.json', 'a/.git/', 'a/b/package.json', 'a/b/c/package.json'],
      'a/b/c',
      'a/b',
      'checkout',
    ],
    [
      'the same in a worktree, where .git is a file',
      ['package.json', 'a/.git', 'a/package.json', 'a/b/'],
      'a/b',
      'a',
      'checkout',
    ],
    ['of nested checkouts the inner', ['.git/', 'package.json', 'a/.git/', 'a/package.json'], 'a', 'a', 'checkout'],
    ['elsewhere the nearest with a package.json', ['package.json', 'a/package.json', 'a/b/'], 'a/b', 'a', 'package'],
    ["in a checkout without a package.json the file's own folder", ['package.json', 'a/.git/', 'a/b/'], 'a/b', 'a/b', 'folder'],
    ["without any of these the file's own folder", ['a/b/'], 'a/b', 'a/b', 'folder'],
    ['not told by a file that only looks like a config', ['my.runlab.config.ts', 'runlab.config', 'a/'], 'a', 'a', 'folder'],
  ])('%s', (_what, names, from, root, reason) => {
    const base = tree(...names)
    expect(findProject(join(base, from))).toEqual({ root: join(base, root), reason })
  })
})

describe('the archive is', () => {
  const project = (): { base: string; from: string } => {
    const base = tree('package.json', 'a/')
    return { base, from: join(base, 'a') }
  }

  test('results in the project', () => {
    const { base, from } = project()
    expect(findArchive({ from, cwd: '/elsewhere', env: {} })).toEqual({
      archive: join(base, 'results'),
      source: 'project',
      root: base,
      reason: 'package',
    })
  })

  test('what RUNLAB_RESULTS says, relative to the working directory', () => {
    const { from } = project()
    expect(findArchive({ from, cwd: '/work', env: { RUNLAB_RESULTS: 'out' } })).toMatchObject({
      archive: '/work/out',
      source: 'environment',
    })
    expect(findArchive({ from, cwd: '/work', env: { RUNLAB_RESULTS: '/data' } })).toMatchObject({ archive: '/data' })
    expect(findArchive({ from, cwd: '/work', env: { RUNLAB_RESULTS: '' } })).toMatchObject({ source: 'project' })
  })

  test('before that, the one that was asked for', () => {
    const { base, from } = project()
    const env = { RUNLAB_RESULTS: '/data' }
    expect(findArchive({ from, cwd: '/work', env, results: '../x' })).toMatchObject({
      archive: '/x',
      source: 'option',
      root: base,
    })
  })
})

describe('the namespace is', () => {
  test.each<[string, string, string | undefined, string]>([
    ["the file's path in the project without extension", '/p/src/word_count.ts', undefined, 'src/word_count'],
    ['without the last extension only', '/p/a.experiment.mts', undefined, 'a.experiment'],
    ['with the name of the export', '/p/a.ts', 'fast', 'a/fast'],
    ["the file's name where it lies outside of the project", '/q/deep/a.ts', undefined, 'a'],
    ["the file's name where the project's is only the beginning", '/p2/a.ts', 'x', 'a/x'],
    ['one that can be used, also for a file that cannot', '/p/a:b/con.ts', '$x', 'a_b/_con/$x'],
    ["not among runlab's own folders", '/p/.runlab/x.ts', undefined, '_.runlab/x'],
    ['that of a hidden file', '/p/.hidden/.x', undefined, '.hidden/.x'],
  ])('%s', (_what, file, exportName, namespace) => {
    expect(namespaceOf(file, '/p', exportName)).toBe(namespace)
  })
})
