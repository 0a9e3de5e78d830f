import { spawn } from 'node:child_process'
import { RunlabError } from '../../errors.ts'
import { readVerdict } from '../../archive/documents/read-verdict.ts'
import { isJsonObject } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import type { Reproduction } from './reproduction.ts'

/** Characters of what the command says beside its lines: the end counts. */
const MOST = 20_000

/** Reproduces one run by the same command in a process of its own, and reads from its record what came out. */
export async function reproduceInProcess(
  run: string,
  tokens: readonly string[],
): Promise<Pick<Reproduction, 'verdict' | 'folder' | 'reason'>> {
  const { stdout, stderr, code } = await runCommand(['reproduce', run, '--quiet', ...tokens, '--json'])
  const folder = folderIn(stdout)
  if (folder === null) return { verdict: null, folder, reason: errorIn(stderr) ?? `it ended with ${code}` }
  const verdict = readVerdict(folder)
  return { verdict, folder, reason: verdict === null ? (errorIn(stderr) ?? `it ended with ${code}`) : null }
}

async function runCommand(
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number | null }> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8')
    child[name].on('data', (text: string) => void (said[name] = (said[name] + text).slice(-MOST)))
  }
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass)
  const code = await new Promise<number | null>((settle, reject) => {
    child.once('error', reject)
    child.once('close', settle)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, pass)
  return { ...said, code }
}

/** The folder in the line that says how the new run ended. */
function folderIn(lines: string): string | null {
  for (const line of lines.split('\n')) {
    const said = lineOf(line)
    if (said?.['event'] === 'ended' && typeof said['folder'] === 'string') return said['folder']
  }
  return null
}

function lineOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const said = parseJsonText(line, 'standard output')
    return isJsonObject(said) ? said : null
  } catch (error) {
    if (error instanceof RunlabError) return null // cut, or not a line of the command
    throw error
  }
}

/** The first error, without what to do about it. */
function errorIn(text: string): string | null {
  return /^error: (.+)$/m.exec(text)?.[1] ?? null
}
