import { hash } from 'node:crypto'
import { dirname } from 'node:path'
import type { GitRecord, PatchRecord } from '../format/records.ts'
import { findUpward } from '../internal/find-upward.ts'
import { hideCredentials } from './hide-credentials.ts'
import { realPath } from './real-path.ts'
import { relativePlace } from './relative-place.ts'
import { runProgram } from './run-program.ts'
import type { ProgramResult } from './run-program.ts'

/** The state of the checkout that holds a project. */
export interface GitFacts {
  /** null when there is none, or it does not say. */
  readonly git: GitRecord | null
  /** Tracked files against the commit, for `git apply`. */
  readonly patch: Buffer | null
  readonly patchRecord: PatchRecord
  /** What could not be found out, and why, in words. */
  readonly missing: readonly string[]
}

export interface ReadGitOptions {
  /** The project. */
  readonly folder: string
  /** Files and folders that are neither a change nor part of the patch, like the results folder. Absolute paths. */
  readonly exclude?: readonly string[]
  readonly timeoutMs?: number
  readonly maxPatchBytes?: number
  readonly env?: NodeJS.ProcessEnv
}

/** Runs git at the root of the checkout. */
type Git = (args: readonly string[], maxBytes?: number) => Promise<ProgramResult>

const MEBIBYTE = 2 ** 20
/** What repository and user have configured must not change what we read, nor start daemons; `git diff` must not lock the index. */
const CONFIG = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'submodule.recurse=false', '-c', 'diff.autoRefreshIndex=false']
const STATUS = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=normal', '--no-renames']
const REMOTES = ['config', '--null', '--get-regexp', '^(remote\\..*\\.url|branch\\..*\\.remote)$']
const DIFF = [
  'diff',
  'HEAD',
  '--binary',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--ignore-submodules=dirty',
]
const SECRETS = [':(top,exclude,glob,icase)**/.env*', ':(top,exclude,glob,icase)**/.env*/**']

/** Reads commit, branch, remote, and what differs from the commit. Never throws: what cannot be read is named in `missing`. */
export async function readGit(options: ReadGitOptions): Promise<GitFacts> {
  const { exclude = [], timeoutMs = 2000, maxPatchBytes = 10 * MEBIBYTE, env = process.env } = options
  const project = realPath(options.folder) ?? options.folder
  const marker = findUpward(project, ['.git'])
  if (marker === null) return nothing('the project is not in a git repository')
  const root = dirname(marker)
  const git: Git = (args, maxBytes = 64 * MEBIBYTE) =>
    runProgram({ program: 'git', args: [...CONFIG, ...args], cwd: root, env: environmentFor(env, root), timeoutMs, maxBytes })
  const paths = pathspec(root, exclude)
  const [status, remotes, diff] = await Promise.all([
    git([...STATUS, '--', ...paths]),
    git(REMOTES),
    git([...DIFF, '--', ...paths, ...SECRETS], maxPatchBytes),
  ])
  const limits = { timeoutMs, maxPatchBytes }
  const state = await readState(git, status, limits)
  if (typeof state === 'string') return nothing(state)
  const { commit, branch, changes, missing } = state
  const remote = readRemote(remotes, branch)
  const record: GitRecord = { commit, branch, remote, dirty: changes !== 'none', root: relativePlace(project, root) || '.' }
  return { git: record, ...readPatch(diff, changes, limits), missing }
}

interface Limits {
  readonly timeoutMs: number
  readonly maxPatchBytes: number
}

interface State {
  readonly commit: string
  readonly branch: string | null
  readonly changes: 'none' | 'untracked' | 'tracked' | 'unknown'
  readonly missing: readonly string[]
}

/** The state of the checkout, or in words why there is none to tell. */
async function readState(git: Git, status: ProgramResult, limits: Limits): Promise<State | string> {
  if (status.state === 'slow' || status.state === 'large') {
    const head = await git(['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD'])
    const [commit, name] = head.state === 'ended' && head.code === 0 ? head.stdout.toString('utf8').split('\n') : []
    if (!commit || !name) return explain('git rev-parse', head, limits)
    const branch = name === 'HEAD' ? null : name.replace(/^refs\/heads\//, '')
    return {
      commit,
      branch,
      changes: 'unknown',
      missing: [`git: whether there are changes (${explain('git status', status, limits)})`],
    }
  }
  if (status.state !== 'ended' || status.code !== 0) return explain('git status', status, limits)
  const lines = status.stdout.toString('utf8').split('\0')
  const header = (key: string): string => lines.find((line) => line.startsWith(`# ${key} `))?.slice(key.length + 3) ?? ''
  const commit = header('branch.oid')
  if (commit === '(initial)' || commit === '') return 'the repository has no commit yet'
  const head = header('branch.head')
  const entries = lines.filter((line) => line !== '' && !line.startsWith('# '))
  const isTracked = entries.some((line) => /^[12u] /.test(line))
  const changes = isTracked ? 'tracked' : entries.length > 0 ? 'untracked' : 'none'
  return { commit, branch: head === '(detached)' || head === '' ? null : head, changes, missing: [] }
}

const EMPTY = {
  tracked: 'only files that are never captured differ from the commit',
  untracked: 'only untracked files differ from the commit',
  unknown: 'no tracked file differs from the commit',
}

function readPatch(diff: ProgramResult, changes: State['changes'], limits: Limits): Pick<GitFacts, 'patch' | 'patchRecord'> {
  const none = (reason: string): Pick<GitFacts, 'patch' | 'patchRecord'> => ({
    patch: null,
    patchRecord: { state: 'none', reason },
  })
  if (changes === 'none') return none('nothing differs from the commit')
  if (diff.state !== 'ended' || diff.code !== 0) return none(explain('git diff', diff, limits))
  if (diff.stdout.length === 0) return none(EMPTY[changes])
  const patch = diff.stdout
  return { patch, patchRecord: { state: 'written', size: patch.length, sha256: hash('sha256', patch, 'hex') } }
}

/** The remote that the branch follows, else origin, else the first. */
function readRemote(remotes: ProgramResult, branch: string | null): string | null {
  if (remotes.state !== 'ended') return null
  const entries = remotes.stdout
    .toString('utf8')
    .split('\0')
    .map((entry) => entry.split('\n', 2))
  const find = (key: string): string | undefined => entries.find(([name]) => name === key)?.[1]
  const followed = branch === null ? undefined : find(`branch.${branch}.remote`)
  const url =
    (followed && find(`remote.${followed}.url`)) ||
    find('remote.origin.url') ||
    entries.find(([name]) => name?.startsWith('remote.'))?.[1]
  return url ? hideCredentials(url) : null
}

function explain(command: string, result: ProgramResult, { timeoutMs, maxPatchBytes }: Limits): string {
  switch (result.state) {
    case 'absent':
      return 'git is not installed'
    case 'slow':
      return `${command} took longer than ${timeoutMs / 1000} s`
    case 'large':
      return command === 'git diff' ? `the patch is larger than ${maxPatchBytes / MEBIBYTE} MiB` : `${command} says too much`
    case 'failed':
      return `${command} failed: ${result.reason}`
    case 'ended':
      if (result.stderr.includes('dubious ownership'))
        return "git does not read a checkout of another user (git's safe.directory)"
      return `${command} failed: ${result.stderr.split('\n', 1)[0]?.replace(/^fatal: /, '') || `exit code ${result.code}`}`
  }
}

function nothing(reason: string): GitFacts {
  return { git: null, patch: null, patchRecord: { state: 'none', reason }, missing: [`git: ${reason}`] }
}

/** Pathspecs for the whole checkout but the excluded paths that lie in it. */
function pathspec(root: string, exclude: readonly string[]): string[] {
  const inside = exclude
    .map((path) => relativePlace(root, realPath(path) ?? path))
    .filter((path) => path !== '' && !/^\.\.(?:\/|$)/.test(path))
  return ['.', ...inside.map((path) => `:(top,exclude,literal)${path}`)]
}

function environmentFor(env: NodeJS.ProcessEnv, root: string): NodeJS.ProcessEnv {
  // Within a git hook, variables name a repository that need not be ours.
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || /^GIT_(?:CONFIG|EXEC_PATH)/.test(name))
  return {
    ...Object.fromEntries(kept),
    // A broken repository is no reason to take the one around it.
    GIT_CEILING_DIRECTORIES: dirname(root),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  }
}
