import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runlabError } from '../../errors.ts'
import type { EnvironmentRecord } from '../../format/records.ts'
import { runProgram } from '../../snapshot/run-program.ts'
import { managerFor } from './choose-manager.ts'
import type { ManagerNeeds } from './choose-manager.ts'
import type { Workspace } from './make-workspace.ts'

type Manager = NonNullable<EnvironmentRecord['packageManager']>

/** Milliseconds: a day with a slow network. */
const LONGEST = 3_600_000

/** Where and by what the packages of a run are installed. */
export interface Installation {
  /** Absolute path of the lockfile, beside the package.json that it is of. */
  readonly lockfile: string
  readonly manager: ManagerNeeds
  /** What the package manager is told. */
  readonly args: readonly string[]
}

/** How exactly what the lockfile says is installed; null where the lockfile is not archived, or of a manager that is not known. */
export function planInstallation(workspace: Workspace, manager: Manager | null): Installation | null {
  const file = workspace.snapshot.files.find(({ source, role }) => role === 'project' && source === manager?.lockfile)
  if (manager === null || file === undefined) return null
  const lockfile = join(workspace.code, file.path)
  const needs = managerFor(manager.name, lockfile)
  const args = argsOf(needs)
  return args === null ? null : { lockfile, manager: needs, args }
}

function argsOf({ name, isBerry }: ManagerNeeds): readonly string[] | null {
  switch (name) {
    case 'npm':
      return ['ci', '--prefer-offline', '--no-audit', '--no-fund']
    case 'pnpm':
      return ['install', '--frozen-lockfile', '--prefer-offline']
    case 'yarn':
      // Yarn from 2 on takes a lockfile that tells of more than is there for a changed one; what it wrote is checked afterwards.
      return isBerry ? ['install', '--no-immutable'] : ['install', '--frozen-lockfile', '--prefer-offline']
    case 'bun':
      return ['install', '--frozen-lockfile']
    default:
      return null
  }
}

/** Installs packages; `start` are the words that start the package manager. Throws INSTALL_FAILED. */
export async function installPackages(
  { lockfile, manager, args: told }: Installation,
  { start, env }: { readonly start: readonly string[]; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const before = readFileSync(lockfile, 'utf8')
  const [program = '', ...args] = [...start, ...told]
  const cwd = dirname(lockfile)
  const all = { ...RETRIES, ...env, ...BERRY }
  const result = await runProgram({ program, args, cwd, env: all, timeoutMs: LONGEST, maxBytes: 1e9 })
  const command = [program, ...args].join(' ')
  if (result.state !== 'ended' || result.code !== 0)
    throw runlabError('INSTALL_FAILED', { command, reason: reasonOf(result, program) })
  const added = manager.isBerry ? addedTo(before, readFileSync(lockfile, 'utf8')) : []
  if (added.length === 0) return
  throw runlabError('INSTALL_FAILED', {
    command,
    reason: `the lockfile is not of its package.json: it lacks ${added.join(', ')}`,
  })
}

/** Yarn from 2 on: packages in `node_modules`, where code finds them without a loader of yarn's; ignored by all others. */
const BERRY = { YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', YARN_ENABLE_TELEMETRY: 'false' }

/** Milliseconds between attempts of npm and pnpm: by default they wait for more than a minute where there is no network. */
const RETRIES = { npm_config_fetch_retry_mintimeout: '1000', npm_config_fetch_retry_maxtimeout: '5000' }

/** Packages that a lockfile of yarn tells of and another does not. */
function addedTo(before: string, after: string): readonly string[] {
  const resolutions = (text: string): readonly string[] =>
    Array.from(text.matchAll(/^ {2}resolution: "(.+)"$/gm), ([, resolution = '']) => resolution)
  const known = new Set(resolutions(before))
  return resolutions(after).filter((resolution) => !known.has(resolution))
}

const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|ENOTCACHED|network (?:request|timeout)/i

function reasonOf(result: Awaited<ReturnType<typeof runProgram>>, program: string): string {
  switch (result.state) {
    case 'absent':
      return `${program} is not installed`
    case 'ended': {
      const said = `${result.stderr}\n${result.stdout.toString('utf8')}`
      const url = /https?:\/\/[^\s"',)]+/.exec(said)?.[0]
      const [trouble] = UNREACHABLE.exec(said) ?? []
      if (trouble !== undefined)
        return `${url ?? 'the registry'} cannot be reached (${trouble}), and the cache does not have everything`
      const lines = said.split('\n').filter((line) => line.trim() !== '')
      return `${program} ended with ${result.code}: ${lines.slice(0, 6).join('\n       ')}`
    }
    case 'failed':
      return result.reason
    case 'slow':
    case 'large':
      return `${program} did not come to an end`
  }
}
