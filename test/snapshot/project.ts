import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'

/** A temporary folder with files in it, removed after the test. */
export interface Project {
  /** Real path of the folder. */
  readonly folder: string
  path(name: string): string
  write(files: Readonly<Record<string, string | Uint8Array>>): void
  link(path: string, target: string): void
  read(name: string): string
}

export function makeProject(files: Readonly<Record<string, string | Uint8Array>> = {}): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab snapshot ')))
  const path = (name: string): string => join(folder, name)
  const project: Project = {
    folder,
    path,
    write(more) {
      for (const [name, content] of Object.entries(more)) {
        mkdirSync(dirname(path(name)), { recursive: true })
        writeFileSync(path(name), content)
      }
    },
    link(name, target) {
      mkdirSync(dirname(path(name)), { recursive: true })
      symlinkSync(target, path(name))
    },
    read: (name) => readFileSync(path(name), 'utf8'),
  }
  project.write(files)
  return project
}

/** The files below a folder, POSIX paths, sorted. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted()
}

/** Runs git as a person would, with no configuration of the machine's. */
export function git(folder: string, ...args: string[]): string {
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
  return execFileSync(
    'git',
    ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main', ...args],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
}

/** Runs a JavaScript file and returns what it prints. */
export function runNode(file: string): string {
  return execFileSync(process.execPath, [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}
