import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A graphics processor as `nvidia-smi` sees it. */
export interface GpuUsage {
  readonly index: number
  /** Percent. */
  readonly utilisation: number
  /** Bytes in use. */
  readonly memory: number
}

const QUERY = ['--query-gpu=index,utilization.gpu,memory.used', '--format=csv,noheader,nounits']
/** Milliseconds. */
const LONGEST_WAIT = 2000

/** Asks `nvidia-smi`, where it is on the path; never again after it has failed once. */
export class Gpus {
  #program: string | null

  constructor(path: string) {
    this.#program =
      path
        .split(delimiter)
        .map((folder) => join(folder, 'nvidia-smi'))
        .find((file) => existsSync(file)) ?? null
  }

  async read(): Promise<readonly GpuUsage[]> {
    const program = this.#program
    if (program === null) return []
    const text = await new Promise<string | null>((resolve) => {
      execFile(program, QUERY, { timeout: LONGEST_WAIT, killSignal: 'SIGKILL' }, (error, stdout) =>
        resolve(error === null ? stdout : null),
      )
    })
    if (text === null) this.#program = null
    return text === null ? [] : parseGpus(text)
  }
}

/** A line a processor: index, percent, MiB. What is not supported reads `[N/A]` and is left out. */
export function parseGpus(text: string): readonly GpuUsage[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => Number(cell.trim())))
    .filter((cells) => cells.length === 3 && cells.every(Number.isFinite))
    .map(([index = 0, utilisation = 0, mebibytes = 0]) => ({ index, utilisation, memory: mebibytes * 2 ** 20 }))
}
