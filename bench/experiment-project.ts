import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A project in a temporary folder that has runlab as a dependency, as built now. */
export class ExperimentProject {
  readonly folder: string

  constructor() {
    execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'ignore' })
    this.folder = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
    mkdirSync(join(this.folder, 'node_modules'))
    symlinkSync(root, join(this.folder, 'node_modules/runlab'), 'dir')
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }')
  }

  /** Runs a program (ES module) in a process of its own and gives what it prints, a JSON document. Its runs draw nothing. */
  run(program: string, ...args: readonly string[]): Readonly<Record<string, number>> {
    writeFileSync(join(this.folder, 'program.mjs'), program)
    const { stdout, status } = spawnSync(process.execPath, ['program.mjs', ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, RUNLAB_VISUALS: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error(`a program of the bench ended with ${status}`)
    return JSON.parse(stdout)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
