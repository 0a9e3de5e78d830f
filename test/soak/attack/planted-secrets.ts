import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { leaksIn } from '../../e2e/secrets/leaks.ts'
import { COMMAND, REGISTER, makeProject } from '../project.ts'
import type { AttackRow } from './attack-row.ts'
import { PLACES, plantedProgram, variableOf } from './planted-program.ts'
import type { Place } from './planted-program.ts'

const ENDINGS = ['returned', 'threw', 'interrupted', 'killed', 'recovered', 'out of memory'] as const
type Ending = (typeof ENDINGS)[number]

/** Characters that JSON, pages, URLs and base64 write in another way. */
const ODD = ['"', '\\', '&', '<', "'", ' ', '+', 'ö', '%', '>']
/** Where a secret stands in a program's text, or in an address. */
const PLAIN: ReadonlySet<Place> = new Set(['source', 'package.json', 'remote of git', 'patch of git'])

/**
 * Plants a secret in every place of a run that is known, for each way to end, and looks for it in all of the run's folder: a row a
 * place. The seed says which characters the secrets have.
 */
export async function plantedSecrets(seed = 1): Promise<readonly AttackRow[]> {
  const secrets = new Map(PLACES.map((place, i) => [place, secretOf(place, seed, i)]))
  const leaks = new Map<Place, string[]>(PLACES.map((place) => [place, []]))
  const faults: string[] = []
  for (const ending of ENDINGS) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time: each takes the machine
    const project = await plantedProject(secrets)
    try {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const said = await execute(project.folder, ending, secrets)
      const folder = join(project.folder, 'results/planted/it')
      if (!said.includes('planted') || !existsSync(folder)) faults.push(`${ending}: it was not planted: ${said.slice(-500)}`)
      else
        for (const [place, secret] of secrets)
          leaks.get(place)?.push(...found(folder, secret).map((leak) => `${ending}: ${leak}`))
    } finally {
      project.remove()
    }
  }
  const rows = Array.from(leaks, ([place, where]) => ({
    what: `secret planted as ${place}`,
    tried: ENDINGS.length,
    found: new Set(where.map((leak) => leak.split(':', 1)[0])).size,
    detail: where[0] ?? '',
  }))
  return [...rows, { what: 'runs with planted secrets', tried: ENDINGS.length, found: faults.length, detail: faults[0] ?? '' }]
}

function secretOf(place: Place, seed: number, index: number): string {
  const hash = createHash('sha256').update(`${seed} ${place}`).digest()
  const odd = Array.from({ length: 3 }, (_, i) => ODD[(hash[i] ?? 0) % ODD.length]).join('')
  return `p${index}${PLAIN.has(place) ? '-x-' : odd}${hash.toString('hex').slice(0, 16)}`
}

/** A file of the user's keeps its name: what counts is whether anything else tells it. */
function found(folder: string, secret: string): readonly string[] {
  return leaksIn(folder, secret).filter((leak) => !leak.startsWith(`w-${secret}.txt`))
}

async function plantedProject(secrets: ReadonlyMap<Place, string>): Promise<ReturnType<typeof makeProject>> {
  const of = (place: Place): string => secrets.get(place) ?? ''
  const project = makeProject({
    'planted.ts': plantedProgram(of('source')),
    'package.json': JSON.stringify({ type: 'module', description: of('package.json') }),
    'patched.txt': 'as committed\n',
    '.gitignore': 'node_modules\nresults\n',
  })
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: project.folder })
  git('init', '-q')
  git('remote', 'add', 'origin', `https://me:${of('remote of git')}@example.org/me/it.git`)
  git('add', '.')
  git('commit', '-q', '-m', 'first')
  writeFileSync(join(project.folder, 'patched.txt'), `now with ${of('patch of git')}\n`)
  return project
}

/** Runs it to its end, and recovers it where that is asked for; gives what was said. */
async function execute(cwd: string, ending: Ending, secrets: ReadonlyMap<Place, string>): Promise<string> {
  const own = Object.fromEntries(Array.from(secrets, ([place, secret]) => [variableOf(place), secret]))
  const { NODE_OPTIONS: _, ...inherited } = process.env
  const env = {
    ...inherited,
    ...own,
    ENDING: ending,
    NO_COLOR: '1',
    ...(ending === 'out of memory' ? { NODE_OPTIONS: '--max-old-space-size=150' } : {}),
  }
  const flags = ['planted.ts', '--name=it', `--text=${secrets.get('parameter')} ${secrets.get('text of the command line')}`]
  const command = ending === 'recovered' ? ['--import', REGISTER, ...flags] : [COMMAND, 'run', ...flags]
  const said = await spoken(command, { cwd, env }, ending === 'interrupted')
  if (ending !== 'recovered') return said
  const run = 'results/planted/it'
  return said + (await spoken([COMMAND, 'recover', run], { cwd, env })) + (await spoken([COMMAND, 'draw', run], { cwd, env }))
}

interface Around {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

async function spoken(args: readonly string[], around: Around, isInterrupted = false): Promise<string> {
  const child = spawn(process.execPath, args, { ...around, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let isAsked = !isInterrupted
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (isAsked || !/^planted$/m.test(said)) return
      isAsked = true
      child.kill('SIGINT')
    })
  }
  await new Promise((resolve) => child.once('close', resolve))
  return said
}
