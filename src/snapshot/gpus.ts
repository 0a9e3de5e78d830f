import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { EnvironmentRecord } from '../format/records.ts'
import { runProgram } from './run-program.ts'

export interface GpuFacts {
  readonly gpu: EnvironmentRecord['gpu']
  /** Why they could not be read, in words, though there may be some. */
  readonly missing: readonly string[]
}

export interface ReadGpusOptions {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly timeoutMs: number
}

const QUERY = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader']

/** Reads NVIDIA's GPUs. Never throws; none where NVIDIA's driver is not installed. */
export async function readGpus({ env, cwd, timeoutMs }: ReadGpusOptions): Promise<GpuFacts> {
  // Starting a program that is not there takes milliseconds, looking for it does not.
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const program = folders.map((folder) => join(folder, 'nvidia-smi')).find((path) => existsSync(path))
  if (program === undefined) return { gpu: [], missing: [] }
  const result = await runProgram({ program, args: QUERY, cwd, env: { ...env, LC_ALL: 'C' }, timeoutMs, maxBytes: 2 ** 20 })
  if (result.state === 'slow') return { gpu: [], missing: [`GPUs: nvidia-smi took longer than ${timeoutMs / 1000} s`] }
  if (result.state !== 'ended' || result.code !== 0) return { gpu: [], missing: [`GPUs: nvidia-smi failed${reasonOf(result)}`] }
  const lines = result.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return { gpu: lines.map(parseLine), missing: [] }
}

function reasonOf(result: Awaited<ReturnType<typeof runProgram>>): string {
  if (result.state !== 'ended') return result.state === 'failed' ? `: ${result.reason}` : ''
  const said = `${result.stderr}\n${result.stdout.toString('utf8')}`.trim().split('\n', 1)[0]
  return said ? `: ${said}` : ` with exit code ${result.code}`
}

/** `NVIDIA A100-SXM4-40GB, 40960 MiB, 535.54.03`; a name can hold commas, what is not known reads `[N/A]`. */
function parseLine(line: string): EnvironmentRecord['gpu'][number] {
  const parts = line.split(',').map((part) => part.trim())
  const known = (text: string | undefined): string | null =>
    text === undefined || text === '' || /^\[.*\]$/.test(text) ? null : text
  return { name: parts.slice(0, -2).join(', ') || line.trim(), memory: known(parts.at(-2)), driver: known(parts.at(-1)) }
}
