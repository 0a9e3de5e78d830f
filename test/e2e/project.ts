import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const BIN = join(ROOT, 'dist/bin.cjs')
export const REGISTER = pathToFileURL(join(ROOT, 'dist/register.js')).href

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const folders: string[] = []
// Here, and not where a project is made: that may be in a hook or a test, where this would be forgotten.
afterAll(() => {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    } catch (error) {
      console.warn(`${folder} could not be removed: ${String(error)}`) // which says nothing about what was tested
    }
  }
})

/** A small project in a temporary folder, in which runlab is installed by a link. Removed after the test file. */
export class Project {
  readonly folder: string

  constructor(files: Readonly<Record<string, string>>, options: { readonly linked?: boolean } = {}) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-e2e-')))
    folders.push(this.folder)
    if (options.linked ?? true) {
      mkdirSync(join(this.folder, 'node_modules'))
      symlinkSync(ROOT, join(this.folder, 'node_modules/runlab'))
    }
    for (const [name, text] of Object.entries(files)) this.write(name, text)
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), text)
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  json(name: string): any {
    return JSON.parse(this.read(name))
  }

  /** `runlab …` in the project's folder. */
  async runlab(...args: readonly string[]): Promise<Outcome> {
    return await this.node(BIN, ...args)
  }

  /** `node …` in the project's folder. */
  async node(...args: readonly string[]): Promise<Outcome> {
    return await this.spawn(process.execPath, args)
  }

  /** `onError` gets all that the process has said on its standard error so far, whenever it says more. */
  async spawn(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onError: (said: string) => void = () => {},
  ): Promise<Outcome> {
    const { NODE_OPTIONS: _, VITEST: __, FORCE_COLOR: ___, ...clean } = process.env
    const child = spawn(command, args, {
      cwd: this.folder,
      env: { ...clean, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      err.push(chunk)
      onError(Buffer.concat(err).toString())
    })
    const code = await new Promise<number | null>((settle, reject) => {
      child.once('error', reject)
      child.once('close', settle)
    })
    return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
  }

  /** The folders of the runs of a namespace, relative to the project, in order of name. */
  runs(namespace: string, archive = 'results'): string[] {
    const folder = this.path(join(archive, namespace))
    try {
      return readdirSync(folder)
        .sort()
        .map((name) => join(archive, namespace, name))
    } catch {
      return []
    }
  }

  /** The only run of a namespace. */
  onlyRun(namespace: string, archive = 'results'): string {
    const runs = this.runs(namespace, archive)
    if (runs.length !== 1 || runs[0] === undefined)
      throw new Error(`expected one run of ${namespace}, found ${runs.length}: ${runs.join(', ')}`)
    return runs[0]
  }
}
