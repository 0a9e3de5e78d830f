import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { chmodSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readGit } from '../../src/snapshot/git.ts'
import type { ReadGitOptions } from '../../src/snapshot/git.ts'
import { withLimit } from '../support/waiting.ts'
import { git, makeProject } from './project.ts'
import type { Project } from './project.ts'

/** A repository with one commit of the files. */
function makeRepository(files: Readonly<Record<string, string | Uint8Array>> = { 'a.txt': 'one\n' }): Project {
  const project = makeProject(files)
  git(project.folder, 'init', '-q')
  git(project.folder, 'add', '.')
  git(project.folder, 'commit', '-q', '-m', 'first')
  return project
}

const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' }
const read = (project: Project, options: Partial<ReadGitOptions> = {}): ReturnType<typeof readGit> =>
  readGit({ folder: project.folder, env, timeoutMs: 200_000, ...options })

/** A program `git` that runs a script first. */
function shadowGit(script: string): NodeJS.ProcessEnv {
  const bin = makeProject({ git: `#!/bin/sh\n${script}\nPATH=$REAL_PATH exec git "$@"\n` })
  chmodSync(bin.path('git'), 0o755)
  return { ...env, PATH: `${bin.folder}${delimiter}${process.env['PATH']}`, REAL_PATH: process.env['PATH'] }
}

describe('of a repository, readGit tells', () => {
  test('commit and branch, and that nothing differs', async () => {
    const project = makeRepository()
    const { git: record, patch, patchRecord, missing } = await read(project)
    expect(record).toEqual({
      commit: git(project.folder, 'rev-parse', 'HEAD').trim(),
      branch: 'main',
      remote: null,
      dirty: false,
      root: '.',
    })
    expect({ patch, patchRecord, missing }).toEqual({
      patch: null,
      patchRecord: { state: 'none', reason: 'nothing differs from the commit' },
      missing: [],
    })
  })

  test('no branch on a detached head, and branches with slashes whole', async () => {
    const project = makeRepository()
    git(project.folder, 'checkout', '-q', '-b', 'feature/x')
    expect((await read(project)).git?.branch).toBe('feature/x')
    git(project.folder, 'checkout', '-q', '--detach')
    expect((await read(project)).git?.branch).toBeNull()
  })

  test('where its root is, seen from a project inside', async () => {
    const project = makeRepository({ 'apps/one/a.txt': '' })
    project.write({ 'new.txt': '' })
    const { git: record } = await read(project, { folder: project.path('apps/one') })
    expect(record).toMatchObject({ root: '../..', dirty: true })
  })

  test('the state of a linked worktree', async () => {
    const project = makeRepository()
    git(project.folder, 'worktree', 'add', '-q', '-b', 'side', project.path('tree'))
    expect((await read(project, { folder: project.path('tree') })).git).toMatchObject({ branch: 'side', root: '.', dirty: false })
  })

  test('the remote that the branch follows, else origin, else any', async () => {
    const project = makeRepository()
    git(project.folder, 'remote', 'add', 'backup', 'https://example.org/backup.git')
    expect((await read(project)).git?.remote).toBe('https://example.org/backup.git')
    git(project.folder, 'remote', 'add', 'origin', 'git@example.org:me/origin.git')
    expect((await read(project)).git?.remote).toBe('git@example.org:me/origin.git')
    git(project.folder, 'config', 'branch.main.remote', 'backup')
    expect((await read(project)).git?.remote).toBe('https://example.org/backup.git')
  })

  test('the remote without credentials', async () => {
    const project = makeRepository()
    git(project.folder, 'remote', 'add', 'origin', 'https://me:hunter2@example.org/x.git?token=s3cret')
    expect((await read(project)).git?.remote).toBe('https://example.org/x.git')
  })
})

describe('a checkout is dirty', () => {
  test('by files that are not tracked, for which there is no patch', async () => {
    const project = makeRepository()
    project.write({ 'new.txt': '' })
    const { git: record, patchRecord } = await read(project)
    expect(record?.dirty).toBe(true)
    expect(patchRecord).toEqual({ state: 'none', reason: 'only untracked files differ from the commit' })
  })

  test('but not by ignored and excluded files', async () => {
    const project = makeRepository({ '.gitignore': 'ignored\n' })
    project.write({ ignored: '', 'out/results/run/a.json': '', '[1].json': '' })
    const exclude = [project.path('out/results'), project.path('[1].json')]
    expect((await read(project, { exclude })).git?.dirty).toBe(false)
    expect((await read(project)).git?.dirty).toBe(true)
    // Excluded names are names, not patterns.
    project.write({ '1.json': '' })
    expect((await read(project, { exclude })).git?.dirty).toBe(true)
  })

  test('also when what is excluded holds the whole checkout, or lies elsewhere', async () => {
    const project = makeRepository()
    project.write({ 'a.txt': 'two\n' })
    const { git: record, patchRecord } = await read(project, { exclude: [project.folder, makeProject().folder] })
    expect([record?.dirty, patchRecord.state]).toEqual([true, 'written'])
  })
})

describe('the patch', () => {
  test('makes the commit what the files were: edits, deletions, staged and binary files', async () => {
    const project = makeRepository({
      'a.txt': 'one\n',
      'gone.txt': 'x\n',
      'data.bin': new Uint8Array([0, 1, 2]),
      'moved.txt': 'm\n'.repeat(50),
    })
    git(project.folder, 'config', 'diff.noprefix', 'true')
    git(project.folder, 'config', 'color.ui', 'always')
    project.write({ 'a.txt': 'two é\n', 'data.bin': new Uint8Array([3, 0, 255]), 'sub/staged.txt': 'new\n' })
    rmSync(project.path('gone.txt'))
    git(project.folder, 'add', 'sub/staged.txt')
    git(project.folder, 'mv', 'moved.txt', 'there.txt')
    const { patch, patchRecord } = await read(project)
    if (patch === null) throw new Error('no patch')
    expect(patchRecord).toEqual({ state: 'written', size: patch.length, sha256: hash('sha256', patch, 'hex') })

    const clone = makeProject()
    git(clone.folder, 'clone', '-q', project.folder, 'copy')
    clone.write({ patch })
    git(clone.path('copy'), 'apply', clone.path('patch'))
    expect(clone.read('copy/a.txt')).toBe('two é\n')
    expect([...readFileSync(clone.path('copy/data.bin'))]).toEqual([3, 0, 255])
    expect(execFileSync('ls', [clone.path('copy')], { encoding: 'utf8' }).split('\n')).toEqual([
      'a.txt',
      'data.bin',
      'sub',
      'there.txt',
      '',
    ])
  })

  test('leaves out .env files and what is excluded', async () => {
    const names = ['.env', '.env.local', 'deep/.ENV', '.envs/prod', 'results/a.json']
    const project = makeRepository(Object.fromEntries(names.map((name) => [name, 'before'])))
    project.write(Object.fromEntries(names.map((name) => [name, 'KEY=s3cret'])))
    const first = await read(project, { exclude: [project.path('results')] })
    expect(first.git?.dirty).toBe(true)
    expect(first.patchRecord).toEqual({ state: 'none', reason: 'only files that are never captured differ from the commit' })
    expect((await read(project)).patch?.toString('utf8').match(/^diff .*$/gm)).toEqual([
      'diff --git a/results/a.json b/results/a.json',
    ])
  })

  test('runs nothing that the repository has configured', async () => {
    const project = makeRepository({ 'a.txt': 'one\n', '.gitattributes': '*.txt diff=shout\n' })
    git(project.folder, 'config', 'diff.external', `touch ${project.path('ran').replaceAll(' ', '\\ ')}; false`)
    git(project.folder, 'config', 'diff.shout.textconv', 'tr a-z A-Z <')
    project.write({ 'a.txt': 'two\n' })
    expect((await read(project)).patch?.toString('utf8')).toContain('+two')
  })

  test('is left out above its limit, with the reason', async () => {
    const project = makeRepository({ 'big.txt': '' })
    project.write({ 'big.txt': 'a line that counts\n'.repeat(200_000) })
    const { git: record, patch, patchRecord } = await read(project, { maxPatchBytes: 2 ** 20 })
    expect(record?.dirty).toBe(true)
    expect({ patch, patchRecord }).toEqual({
      patch: null,
      patchRecord: { state: 'none', reason: 'the patch is larger than 1 MiB' },
    })
  })

  test('is left out when it takes too long, with the reason', async () => {
    const project = makeRepository()
    project.write({ 'a.txt': 'two\n' })
    const slow = shadowGit('case "$*" in *" diff HEAD"*) exec sleep 1000000;; esac')
    await withLimit(async (timeoutMs) => {
      const { git: record, patchRecord } = await read(project, { env: slow, timeoutMs })
      expect(record?.dirty).toBe(true)
      expect(patchRecord).toEqual({ state: 'none', reason: `git diff took longer than ${timeoutMs / 1000} s` })
    })
  })
})

describe('readGit says why it cannot tell', () => {
  const nothing = (reason: string): object => ({
    git: null,
    patch: null,
    patchRecord: { state: 'none', reason },
    missing: [`git: ${reason}`],
  })

  test('outside of repositories, bare ones included', async () => {
    expect(await read(makeProject())).toEqual(nothing('the project is not in a git repository'))
    const bare = makeProject()
    git(bare.folder, 'init', '-q', '--bare')
    expect(await read(bare)).toEqual(nothing('the project is not in a git repository'))
  })

  test('before the first commit', async () => {
    const project = makeProject({ 'a.txt': '' })
    git(project.folder, 'init', '-q')
    expect(await read(project)).toEqual(nothing('the repository has no commit yet'))
  })

  test('of a corrupt repository, and does not take the one around it', async () => {
    const around = makeRepository({ 'inner/a.txt': '' })
    git(around.path('inner'), 'init', '-q')
    writeFileSync(around.path('inner/.git/HEAD'), 'garbage')
    const { git: record, missing } = await read(around, { folder: around.path('inner') })
    expect(record).toBeNull()
    expect(missing[0]).toMatch(/^git: git status failed: not a git repository/)
  })

  test('of a checkout of another user', async () => {
    const project = makeRepository()
    const refusing = shadowGit('export GIT_TEST_ASSUME_DIFFERENT_OWNER=1')
    expect(await read(project, { env: refusing })).toEqual(
      nothing("git does not read a checkout of another user (git's safe.directory)"),
    )
  })

  test('without git', async () => {
    expect(await read(makeRepository(), { env: { PATH: makeProject().folder } })).toEqual(nothing('git is not installed'))
  })

  test('of the changes alone when the status takes too long', async () => {
    const project = makeRepository()
    const slow = shadowGit('case "$*" in *status*) exec sleep 1000000;; esac')
    const commit = git(project.folder, 'rev-parse', 'HEAD').trim()
    await withLimit(async (timeoutMs) => {
      const { git: record, patchRecord, missing } = await read(project, { env: slow, timeoutMs })
      expect(record).toMatchObject({ commit, branch: 'main', dirty: true })
      expect(patchRecord).toEqual({ state: 'none', reason: 'no tracked file differs from the commit' })
      expect(missing).toEqual([`git: whether there are changes (git status took longer than ${timeoutMs / 1000} s)`])
    })
  })
})

test('readGit reads the checkout it is asked for, within a hook of another', async () => {
  const project = makeRepository()
  const other = makeRepository({ 'b.txt': '' })
  const { git: record } = await read(project, { env: { ...env, GIT_DIR: other.path('.git'), GIT_WORK_TREE: other.folder } })
  expect(record?.commit).toBe(git(project.folder, 'rev-parse', 'HEAD').trim())
  expect(record?.dirty).toBe(false)
})

test('readGit leaves the index as it is, though files look changed by their times', async () => {
  const project = makeRepository({ 'a.txt': 'one\n', 'b.txt': 'two\n' })
  for (const name of ['a.txt', 'b.txt']) utimesSync(project.path(name), 1, 1)
  const index = readFileSync(project.path('.git/index'))
  project.write({ 'new.txt': '' })
  const { patch, git: record } = await read(project)
  expect([patch, record?.dirty]).toEqual([null, true])
  expect(readFileSync(project.path('.git/index')).equals(index)).toBe(true)
})
