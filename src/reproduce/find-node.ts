import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runProgram } from '../snapshot/run-program.ts'

/** Where managers of Node's versions keep them, below the home folder: `*` is one of them. */
const MANAGED = [
  '.nvm/versions/node/*/bin/node',
  '.local/share/fnm/node-versions/*/installation/bin/node',
  '.fnm/node-versions/*/installation/bin/node',
  '.volta/tools/image/node/*/bin/node',
  '.asdf/installs/nodejs/*/bin/node',
  '.local/share/mise/installs/node/*/bin/node',
] as const

export interface FindNodeOptions {
  readonly major: number
  readonly home: string
  readonly env: NodeJS.ProcessEnv
}

/** The path of a Node of a major version that is installed here; null where there is none. */
export async function findNode({ major, home, env }: FindNodeOptions): Promise<string | null> {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'node'))
  const managed = MANAGED.flatMap((place) => expand(home, place, major))
  for (const program of new Set([...onPath, ...managed])) {
    // oxlint-disable-next-line no-await-in-loop -- the first one counts
    const result = await runProgram({ program, args: ['--version'], cwd: home, env, timeoutMs: 5000, maxBytes: 1000 })
    if (result.state === 'ended' && majorOf(result.stdout.toString('utf8')) === major) return program
  }
  return null
}

/** Milliseconds: a program of 40 MB over a slow network. */
const LONGEST = 600_000

/** The path of a Node of a major version that npx keeps, or gets where there is a network; null where it does not. */
export async function fetchNode({ major, home, env }: FindNodeOptions): Promise<string | null> {
  const program = ['node', '-p', 'process.version + " " + process.execPath']
  const args = ['--yes', '--prefer-offline', `--package=node@${major}`, '--', ...program]
  const patient = { npm_config_fetch_retry_mintimeout: '1000', npm_config_fetch_retry_maxtimeout: '5000', ...env }
  const result = await runProgram({ program: 'npx', args, cwd: home, env: patient, timeoutMs: LONGEST, maxBytes: 10_000 })
  if (result.state !== 'ended' || result.code !== 0) return null
  const [version = '', path = ''] = result.stdout.toString('utf8').trim().split(/ (.*)/s)
  return majorOf(version) === major && path !== '' ? path : null
}

/** The number before the first dot of `v20.19.0`. */
export function majorOf(version: string): number {
  return Number(/^v?(\d+)\./.exec(version.trim())?.[1] ?? Number.NaN)
}

function expand(home: string, place: string, major: number): readonly string[] {
  const [before = '', after = ''] = place.split('*')
  const folder = join(home, before)
  try {
    const versions = readdirSync(folder).filter((name) => majorOf(`${name}.`) === major || majorOf(name) === major)
    return versions.toReversed().map((name) => join(folder, `${name}${after}`))
  } catch {
    return [] // this manager is not used here
  }
}
