import { arch, availableParallelism, cpus, hostname, platform, release, totalmem, userInfo, version } from 'node:os'
import { basename } from 'node:path'
import type { EnvironmentRecord } from '../format/records.ts'
import { readGpus } from './gpus.ts'
import { findGround } from './ground.ts'
import { findLockfile } from './lockfile.ts'
import { pickVariables } from './environment-variables.ts'
import { readCaptured } from './read-captured.ts'
import { relativePlace } from './relative-place.ts'

/** All but git, which `readGit` reads. */
export type EnvironmentFacts = Omit<EnvironmentRecord, 'git'>

export interface ReadEnvironmentOptions {
  readonly project: string
  /** As to be recorded: whoever starts the run masks secrets first. */
  readonly argv?: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** For each program that is asked. */
  readonly timeoutMs?: number
}

/** Reads what a run's results may depend on beside its code. Never throws: what cannot be read is named in `missing`. */
export async function readEnvironment({
  project,
  argv = process.argv,
  cwd = process.cwd(),
  env = process.env,
  timeoutMs = 2000,
}: ReadEnvironmentOptions): Promise<EnvironmentFacts> {
  const missing: string[] = []
  const attempt = <T>(what: string, read: () => T, otherwise: T): T => {
    try {
      return read()
    } catch (error) {
      missing.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
      return otherwise
    }
  }
  const [gpus, manager] = await Promise.all([readGpus({ env, cwd, timeoutMs }), readPackageManager(project)])
  missing.push(...gpus.missing, ...manager.missing)
  const processors = attempt('CPU', cpus, [])
  return {
    runtime: { name: 'node', version: process.version, versions: versionsOf(process.versions), execArgv: [...process.execArgv] },
    os: { platform: platform(), release: release(), arch: arch(), version: attempt('operating system', version, '') },
    cpu: { model: processors[0]?.model.trim() ?? '', count: processors.length || availableParallelism() },
    memory: { total: totalmem() },
    gpu: gpus.gpu,
    host: attempt('host', hostname, ''),
    // In containers a user id may have no name.
    user: attempt('user', () => userInfo().username, env['USER'] ?? env['LOGNAME'] ?? ''),
    cwd,
    env: pickVariables(env),
    argv: [...argv],
    pid: process.pid,
    packageManager: manager.found,
    missing,
  }
}

function versionsOf(versions: NodeJS.ProcessVersions): Record<string, string> {
  const entries = Object.entries(versions).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}

async function readPackageManager(project: string): Promise<{ found: EnvironmentRecord['packageManager']; missing: string[] }> {
  const ground = findGround(project)
  const lockfile = findLockfile(ground.project, ground.checkout)
  if (lockfile === null) return { found: null, missing: [] }
  const captured = await readCaptured(lockfile.path)
  if (typeof captured === 'string') return { found: null, missing: [`lockfile: ${basename(lockfile.path)} ${captured}`] }
  const name = relativePlace(ground.project, lockfile.path)
  return { found: { name: lockfile.manager, lockfile: name, sha256: captured.sha256 }, missing: [] }
}
