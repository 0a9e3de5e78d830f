import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../..', import.meta.url))

export interface Finished {
  /** Exit code; 128 when the program could not be started or died of a signal. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program as somebody in their own project would: without what npm, vitest and this repository put into the environment. */
export async function runIn(folder: string, program: string, args: readonly string[], path?: string): Promise<Finished> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle|config_local)|RUNLAB_|VITEST|NODE_|TEST$|CI$)/.test(name),
  )
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
  const env = { ...Object.fromEntries(inherited), PATH: [...(path === undefined ? [] : [path]), ...folders].join(delimiter) }
  return await new Promise((resolve) => {
    const child = execFile(program, args, { cwd: folder, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const failed = error === null ? 0 : typeof error.code === 'number' ? error.code : 128
      resolve({ code: failed, stdout, stderr: failed === 128 ? `${stderr}${String(error)}` : stderr })
    })
    child.stdin?.end()
  })
}

/** Runs a program that must succeed, and gives what it printed. */
export async function succeedIn(folder: string, program: string, args: readonly string[], path?: string): Promise<string> {
  const { code, stdout, stderr } = await runIn(folder, program, args, path)
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}

/** A new, empty folder outside of the repository. */
export function temporaryFolder(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), 'runlab-package-'))
}

/** The package as `npm test` has packed it, or packed now into this folder; gives the tarball's path. */
export async function packPackage(folder: string): Promise<string> {
  const packed = process.env['RUNLAB_TEST_PACKAGE'] ?? ''
  if (packed !== '') return packed
  await succeedIn(repository, process.execPath, ['scripts/build.mjs'])
  await succeedIn(repository, 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder])
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack made no tarball')
  return join(folder, tarball)
}

/** Installs the package into an empty project in this folder, as a user would. */
export async function installPackage(folder: string, tarball: string): Promise<void> {
  write(folder, { 'package.json': '{}' })
  await succeedIn(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball])
}

/** A project with these files, below a folder in which packages are installed: Node and npm find those from there. */
export function createProject(installed: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(installed, 'project-'))
  write(folder, files)
  return folder
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
