import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runlabError } from '../../errors.ts'
import type { EnvironmentRecord } from '../../format/records.ts'
import { runProgram } from '../../snapshot/run-program.ts'
import type { Workspace } from './make-workspace.ts'

type Manager = NonNullable<EnvironmentRecord['packageManager']>

/** Milliseconds: a day with a slow network. */
const LONGEST = 3_600_000

/** Where and by which command the packages of a run are installed. */
export interface Installation {
  /** Absolute path of the folder with the lockfile. */
  readonly folder: string
  readonly command: readonly string[]
}

/** How exactly what the lockfile says is installed; null where the lockfile is not archived, or of a manager that is not known. */
export function planInstallation(workspace: Workspace, manager: Manager | null): Installation | null {
  const lockfile = workspace.snapshot.files.find(({ source, role }) => role === 'project' && source === manager?.lockfile)
  if (manager === null || lockfile === undefined) return null
  const path = join(workspace.code, lockfile.path)
  const command = commandOf(manager.name, path)
  return command === null ? null : { folder: dirname(path), command }
}

function commandOf(manager: string, lockfile: string): readonly string[] | null {
  switch (manager) {
    case 'npm':
      return ['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund']
    case 'pnpm':
      return ['pnpm', 'install', '--frozen-lockfile', '--prefer-offline']
    case 'yarn':
      return /^__metadata:/m.test(readFileSync(lockfile, 'utf8'))
        ? ['yarn', 'install', '--immutable']
        : ['yarn', 'install', '--frozen-lockfile', '--prefer-offline']
    case 'bun':
      return ['bun', 'install', '--frozen-lockfile']
    default:
      return null
  }
}

/** Installs packages. Throws INSTALL_FAILED. */
export async function installPackages({ folder, command }: Installation, env: NodeJS.ProcessEnv): Promise<void> {
  const [program = '', ...args] = command
  const result = await runProgram({ program, args, cwd: folder, env, timeoutMs: LONGEST, maxBytes: 1e9 })
  if (result.state === 'ended' && result.code === 0) return
  throw runlabError('INSTALL_FAILED', { command: command.join(' '), reason: reasonOf(result, program) })
}

function reasonOf(result: Awaited<ReturnType<typeof runProgram>>, program: string): string {
  switch (result.state) {
    case 'absent':
      return `${program} is not installed`
    case 'ended': {
      const said = `${result.stderr}\n${result.stdout.toString('utf8')}`.split('\n').filter((line) => line.trim() !== '')
      return `${program} ended with ${result.code}: ${said.slice(0, 6).join('\n       ')}`
    }
    case 'failed':
      return result.reason
    case 'slow':
    case 'large':
      return `${program} did not come to an end`
  }
}
