import { spawn } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { COMMAND } from '../project.ts'
import type { Said, WarmCommands } from './warm-commands.ts'

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Milliseconds after which a command hangs. */
export const LIMIT = 60_000
/** Kilobytes that no process may need. */
const MOST_MEMORY = 1_000_000

/** Commands that only read, with the exit codes that they may have. */
const READING: readonly (readonly [args: readonly string[], codes: readonly number[]])[] = [
  [['list', '--json'], [0]],
  [
    ['show', 'RUN'],
    [0, 1, 2],
  ],
  [
    ['verify', 'RUN'],
    [0, 1, 2],
  ],
  [
    ['diff', 'RUN', 'results/train/healthy'],
    [0, 2],
  ],
  [['groups'], [0, 2]],
]

export interface AttackedRun {
  /** Where commands are tried first; what seems wrong there is tried again in a process of its own, as users have it. */
  readonly warm: WarmCommands
  /** A project with the archive `results`. */
  readonly project: string
  /** The run's folder in it, relative. */
  readonly run: string
  readonly outside: string
  /** Puts the damaged archive there anew. */
  readonly prepare: () => void
}

/** Lets all commands loose on a damaged run; gives what they did wrong. */
export async function attackRun({ project, run, outside, prepare, warm }: AttackedRun): Promise<readonly string[]> {
  const faults: string[] = []
  prepare()
  const before = treeOf(join(project, 'results'))
  let outsideBefore = treeOf(outside)
  for (const [args, codes] of READING) {
    const named = args.map((argument) => (argument === 'RUN' ? run : argument))
    // oxlint-disable-next-line no-await-in-loop -- each has the archive to itself
    faults.push(...(await execute({ project, warm }, named, codes)).faults)
  }
  const points = await loadPoints({ project, warm }, run, faults)
  const changed = differences(before, treeOf(join(project, 'results')))
  if (changed.length > 0) faults.push(`reading has changed ${changed.join(', ')}`)
  for (const [command, codes] of [
    ['recover', [0, 2]],
    ['draw', [0, 1, 2]],
  ] as const) {
    faults.push(...touched(outsideBefore, outside))
    prepare()
    outsideBefore = treeOf(outside)
    const clean = treeOf(join(project, run))
    // oxlint-disable-next-line no-await-in-loop -- as above
    faults.push(...(await execute({ project, warm }, [command, run], codes)).faults)
    const gone = [...clean.keys()].filter((name) => !existsSync(join(project, run, name)) && !isSpent(name))
    if (gone.length > 0 && !clean.get(gone[0] ?? '')?.startsWith('link')) faults.push(`${command} has deleted ${gone.join(', ')}`)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const left = await loadPoints({ project, warm }, run, faults)
    if (left < points) faults.push(`${points} points could be read, and after ${command} ${left}`)
  }
  faults.push(...touched(outsideBefore, outside))
  return faults
}

function touched(before: ReadonlyMap<string, string>, outside: string): readonly string[] {
  const changed = differences(before, treeOf(outside))
  return changed.length === 0 ? [] : [`outside of the archive ${changed.join(', ')} has changed`]
}

/** What recovering and drawing may remove: it stands elsewhere then, or is of no use. */
function isSpent(name: string): boolean {
  return (
    /^(\.runlab\/(partial|reserve|journal|tracking|alive\.json|undrawn)|visuals\/)/.test(name) || name.includes('.runlab-claim')
  )
}

type Where = Pick<AttackedRun, 'project' | 'warm'>

async function loadPoints(where: Where, run: string, faults: string[]): Promise<number> {
  const { stdout, faults: found } = await execute(where, ['points', run], [0])
  faults.push(...found)
  return Number(stdout) || 0
}

interface Executed {
  readonly stdout: string
  readonly faults: readonly string[]
}

async function execute({ project, warm }: Where, args: readonly string[], codes: readonly number[]): Promise<Executed> {
  const said = await warm.run(args)
  if (said !== null) {
    const faults = faultsOf(args, { ...said, signal: null }, codes)
    if (faults.length === 0) return { stdout: said.stdout, faults }
  }
  const cold = await executeAlone(project, args)
  return { stdout: cold.stdout, faults: faultsOf(args, cold, codes) }
}

interface Ended extends Omit<Said, 'code'> {
  readonly code: number | null
  readonly signal: string | null
}

function faultsOf(
  args: readonly string[],
  { code, signal, stderr, kilobytes }: Ended,
  codes: readonly number[],
): readonly string[] {
  const what = args.join(' ')
  const faults: string[] = []
  if (signal !== null) faults.push(`${what} ended by ${signal}, after ${LIMIT / 1000} s at most`)
  else if (code === null || !codes.includes(code)) faults.push(`${what} has exit code ${code}: ${stderr.slice(0, 300)}`)
  if (/^ {4}at .*$/m.test(stderr)) faults.push(`${what} shows a stack: ${stderr.slice(0, 600)}`)
  if (kilobytes > MOST_MEMORY) faults.push(`${what} has used ${Math.round(kilobytes / 1000)} MB`)
  return faults
}

/** With the built package, in a process of its own. */
async function executeAlone(project: string, args: readonly string[]): Promise<Ended> {
  const memory = join(project, 'memory.txt')
  rmSync(memory, { force: true })
  const program = join(project, 'count-points-of.mjs')
  if (!existsSync(program)) writeFileSync(program, COUNT_POINTS)
  const [command, ...rest] = args
  const env = {
    ...process.env,
    NO_COLOR: '1',
    ATTACK_MEMORY: memory,
    NODE_OPTIONS: `--import=${pathToFileURL(here('report-memory.mjs')).href}`,
  }
  const child = spawn(process.execPath, command === 'points' ? [program, ...rest] : [COMMAND, ...args], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  })
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const [code, signal] = await new Promise<[number | null, string | null]>((settle) =>
    child.once('close', (...ended) => settle(ended as [number | null, string | null])),
  )
  const kilobytes = existsSync(memory) ? Math.max(...readFileSync(memory, 'utf8').trim().split('\n').map(Number)) : 0
  return { code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), kilobytes }
}

const COUNT_POINTS = `import * as runlab from 'runlab'
import { countPoints } from ${JSON.stringify(pathToFileURL(here('count-points.mjs')).href)}
console.log(await countPoints(runlab, process.argv[2]))
`

/** What lies below a folder, by path: its type, size and time of change. Links are not followed. */
function treeOf(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const stats = lstatSync(path)
      const what = entry.isSymbolicLink()
        ? `link to ${readlinkSync(path)}`
        : entry.isDirectory()
          ? 'folder'
          : `${stats.size} ${stats.mtimeMs}`
      return [relative(folder, path), what] as const
    }),
  )
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name))
}
