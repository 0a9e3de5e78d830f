import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { runProgram } from '../../snapshot/run-program.ts'

/** A package manager that reads a lockfile, and how it is had where it is not installed. */
export interface ManagerNeeds {
  /** `npm`, `pnpm`, `yarn` or `bun`. */
  readonly name: string
  /** Whether a major version of it reads the lockfile. */
  readonly reads: (major: number) => boolean
  /** For `npx --package`: exactly what package.json names, else the major version that wrote such lockfiles. */
  readonly spec: string
  /** Yarn from version 2 on. */
  readonly isBerry: boolean
}

/** What reads a lockfile that is archived. `lockfile` is an absolute path. */
export function managerFor(name: string, lockfile: string): ManagerNeeds {
  const exact = declaredVersion(name, join(dirname(lockfile), 'package.json'))
  if (name === 'pnpm') {
    const format = Number(/^lockfileVersion: *'?"?(\d+)/m.exec(headOf(lockfile))?.[1] ?? 9)
    const major = format >= 9 ? Math.max(9, Number(exact?.split('.')[0] ?? 9)) : format === 6 ? 8 : 7
    const reads = (one: number): boolean => (format >= 9 ? one >= 9 : one === major)
    return { name, reads, spec: `pnpm@${exact ?? major}`, isBerry: false }
  }
  if (name === 'yarn') {
    const isBerry = /^__metadata:/m.test(headOf(lockfile))
    const spec = isBerry ? `@yarnpkg/cli-dist@${exact ?? 4}` : `yarn@${exact ?? 1}`
    return { name, reads: (major) => (isBerry ? major >= 2 : major === 1), spec, isBerry }
  }
  return { name, reads: () => true, spec: `${name}@${exact ?? 'latest'}`, isBerry: false }
}

/** The words that start a package manager: its own name where it is installed and reads the lockfile, else through npx. */
export async function startManager(needs: ManagerNeeds, folder: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { name, reads, spec } = needs
  const asked = await runProgram({ program: name, args: ['--version'], cwd: folder, env, timeoutMs: 30_000, maxBytes: 10_000 })
  const version = asked.state === 'ended' && asked.code === 0 ? asked.stdout.toString('utf8').trim() : ''
  if (/^\d+\./.test(version) && reads(Number(version.split('.')[0]))) return [name]
  return ['npx', '--yes', '--prefer-offline', `--package=${spec}`, name]
}

/** `9.1.0` of `"packageManager": "pnpm@9.1.0+sha512…"`. */
function declaredVersion(name: string, manifest: string): string | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
    const declared = isPlainObject(parsed) ? parsed['packageManager'] : undefined
    const [, manager, version] = (typeof declared === 'string' && /^(\w+)@(\d+\.\d+\.\d+[\w.-]*)/.exec(declared)) || []
    return manager === name ? (version ?? null) : null
  } catch {
    return null // no package.json, or one that says nothing
  }
}

function headOf(lockfile: string): string {
  return readFileSync(lockfile, 'utf8').slice(0, 2000)
}
