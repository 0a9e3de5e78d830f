/**
 * Every example, archived; then its folder is edited and moved, and each run is reproduced from the archive alone, with an empty home folder and
 * cold caches. All have to be identical.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMMAND, makeProject } from './project.ts'
import type { Finding } from './run.ts'

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url))

/** Needs the built `dist/`. */
export async function soakReproduce(): Promise<readonly Finding[]> {
  const { folder, remove } = makeProject({})
  const away = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-moved-'))
  try {
    cpSync(EXAMPLES, join(folder, 'examples'), { recursive: true })
    const files = readdirSync(join(folder, 'examples')).filter((name) => /^\d.*\.(?:ts|yml)$/.test(name))
    const findings: Finding[] = []
    for (const file of files) {
      const { code, stderr } = runlab(folder, ['run', `examples/${file}`, '--quiet'])
      if (code !== 0) findings.push({ what: `${file} runs`, value: stderr, isFault: true })
    }
    const moved = join(away, 'lab')
    editCode(join(folder, 'examples'))
    renameSync(folder, moved)
    const env = { HOME: join(away, 'home'), npm_config_cache: join(away, 'cache') }
    const { stdout, stderr } = runlab(moved, ['reproduce', '--where', 'true', '--json'], env)
    const study: readonly Reproduced[] = JSON.parse(stdout === '' ? '[]' : stdout)
    if (study.length < files.length)
      findings.push({ what: 'runs of the study', value: `${study.length}: ${stderr}`, isFault: true })
    return [...findings, ...study.map(findingOf)]
  } finally {
    rmSync(away, { recursive: true, force: true })
    remove()
  }
}

interface Reproduced {
  readonly namespace: string
  readonly reason: string | null
  readonly verdict: { readonly verdict: string; readonly counts: Readonly<Record<string, number>> } | null
}

function findingOf({ namespace, reason, verdict }: Reproduced): Finding {
  const value = verdict === null ? `not run: ${reason}` : `${verdict.verdict}, ${verdict.counts['identical']} things compared`
  return { what: namespace, value, isFault: verdict?.verdict !== 'identical' }
}

/** What ran is gone: no file of the code can be loaded any more. */
function editCode(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (/\.(?:ts|yml)$/.test(name)) appendFileSync(join(folder, name), '\n]]] edited since\n')
}

function runlab(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { code: status, stdout, stderr }
}
