/** A copy of the repository in a temporary folder, in which mutants are made, built and tested. */
import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

export interface TestResult {
  readonly outcome: 'passed' | 'failed' | 'timeout'
  readonly failed: readonly string[]
  /** The first test that failed. */
  readonly test: string
  /** Time made it fail, or no test did. */
  readonly isDoubtful: boolean
  readonly seconds: number
}

/** Is in the environment of every process that is started in a copy, and of what it starts. */
const MARK = 'RUNLAB_MUTATION_COPY'

export class Copy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-mutations-')))

  constructor(root: string) {
    const git = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    const files = execFileSync('git', git, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).split('\0')
    for (const file of files)
      if (file !== '' && existsSync(join(root, file))) {
        mkdirSync(dirname(this.path(file)), { recursive: true })
        cpSync(join(root, file), this.path(file), { verbatimSymlinks: true })
      }
    mkdirSync(this.path('.cache'), { recursive: true })
    // A link would be followed to the other repository, where `runlab` and caches of vitest are others.
    cpSync(join(root, 'node_modules'), this.path('node_modules'), { recursive: true, verbatimSymlinks: true })
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8')
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text)
  }

  remove(): void {
    this.#killLeft()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Whether dist/ could be built. */
  async build(): Promise<boolean> {
    return (await this.#run(['scripts/build.mjs'], 300)) === 0
  }

  /** Runs test files with vitest. `limit` is in seconds. */
  async test(files: readonly string[], { flags, limit }: { flags: readonly string[]; limit: number }): Promise<TestResult> {
    const report = this.path('.cache/mutations-report.json')
    rmSync(report, { force: true })
    const started = performance.now()
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`]
    const code = await this.#run([...vitest, ...flags, ...files], limit)
    return this.#read(report, { code, seconds: (performance.now() - started) / 1000 })
  }

  #read(report: string, { code, seconds }: { code: number | null; seconds: number }): TestResult {
    if (code === null) return { outcome: 'timeout', failed: [], test: '', isDoubtful: true, seconds }
    const files = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report).testResults : []
    const failed = files.filter(({ status }) => status === 'failed')
    const test = failed.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === 'failed')
    return {
      outcome: code === 0 ? 'passed' : 'failed',
      failed: failed.map(({ name }) => relative(this.folder, name)),
      test: test?.fullName ?? failed[0]?.message.slice(0, 200) ?? '(no test failed, and vitest did)',
      isDoubtful: failed.length === 0 || test?.failureMessages.some((message) => message.includes('timed out')) === true,
      seconds,
    }
  }

  /** The exit code, or null if it took too long. Whatever is left of its processes is killed. */
  async #run(args: readonly string[], limit: number): Promise<number | null> {
    const { NODE_OPTIONS: _, ...clean } = process.env
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      env: { ...clean, NO_COLOR: '1', [MARK]: this.folder },
      stdio: 'ignore',
      detached: true,
    })
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, limit * 1000)
    const code = await new Promise<number>((settle) => child.once('exit', (status) => settle(status ?? 1)))
    clearTimeout(timer)
    this.#killLeft()
    return isLate ? null : code
  }

  #killLeft(): void {
    const mark = `${MARK}=${this.folder}\0`
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        if (Number(pid) !== process.pid && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark))
          process.kill(Number(pid), 'SIGKILL')
      } catch {
        continue // It has ended, or is another user's.
      }
  }
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}
