/** Which tests are green before anything is mutated, how long they take, and which sites they run; kept in .cache/. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { listFiles } from './choose.ts'
import type { Copy } from './copy.ts'
import type { Imports } from './imports.ts'
import { nameOf } from './operators.ts'
import type { Site } from './operators.ts'
import { insertProbes, readHits } from './probes.ts'

/** Of the sources, tests and sites with this stamp. A site is named by its number in the list. */
interface Reached {
  readonly stamp: string
  units?: {
    readonly red: readonly string[]
    readonly seconds: number
    readonly sites: Readonly<Record<string, readonly number[]>>
  }
  readonly processes: Record<string, { readonly isGreen: boolean; readonly seconds: number; readonly sites: readonly number[] }>
}

/** Tests in one thread share what they import: most of the time that a unit test takes is for its imports. */
export const UNIT_FLAGS = ['--pool=threads', '--no-isolate', '--maxWorkers=1', '--testTimeout=30000']
export const PROCESS_FLAGS = ['--testTimeout=120000']
const LIMIT = 1200
/** So many test files that import a file, the nearest, run first; the unit tests whether they reach the site or not. */
const NEAREST = 3
/** So many if it is not known which do: when a module is loaded, or in other threads. */
const NEAREST_IF_WIDE = 30

/** Of the sources and tests of a repository. */
export function stampOf(root: string): string {
  const hash = createHash('sha256')
  for (const file of [...listFiles(root, 'src'), ...listFiles(root, 'test')])
    if (!file.startsWith('test/soak/')) hash.update(`${file}\0${readFileSync(join(root, file), 'utf8')}\0`)
  return hash.digest('hex')
}

export class Reach {
  readonly #copy: Copy
  readonly #imports: Imports
  readonly #sites: readonly Site[]
  readonly #file: string
  readonly #reached: Reached

  /** What is in the file is of use if it is of the same version and the same sites. */
  constructor(file: string, { copy, imports, sites }: { copy: Copy; imports: Imports; sites: readonly Site[] }) {
    this.#copy = copy
    this.#imports = imports
    this.#sites = sites
    this.#file = file
    const stamp = createHash('sha256')
      .update(stampOf(copy.folder))
      .update(JSON.stringify(sites.map(nameOf)))
      .digest('hex')
    const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Reached) : null
    this.#reached = kept?.stamp === stamp ? kept : { stamp, processes: {} }
  }

  async measureUnits(): Promise<void> {
    if (this.#reached.units !== undefined) return
    const units = this.#imports.tests.filter((test) => !this.#imports.processTests.has(test))
    process.stderr.write(`running ${units.length} unit test files\n`)
    const ran = await this.#probe(() => this.#copy.test(units, { flags: UNIT_FLAGS, limit: LIMIT }))
    if (ran.outcome !== 'passed' && ran.failed.length === 0) throw new Error(`The unit tests cannot run: ${ran.test}`)
    const again = ran.failed.length > 0 ? await this.#copy.test(ran.failed, { flags: UNIT_FLAGS, limit: LIMIT }) : null
    const sites = Object.fromEntries([...ran.hits].map(([test, ids]) => [test && relative(this.#copy.folder, test), ids]))
    this.#reached.units = { red: again?.failed ?? [], seconds: ran.seconds, sites }
    this.#save()
  }

  async measureProcesses(): Promise<void> {
    const isLong = (test: string): number => (/^test\/(?:e2e|examples|docs)\//.test(test) ? 1 : 0)
    const tests = [...this.#imports.processTests].toSorted((one, other) => isLong(one) - isLong(other))
    for (const [index, test] of tests.entries()) {
      if (this.#reached.processes[test] !== undefined) continue
      const { outcome, seconds, hits } = await this.#probe(
        () => this.#copy.test([test], { flags: PROCESS_FLAGS, limit: LIMIT }),
        true,
      )
      this.#reached.processes[test] = { isGreen: outcome === 'passed', seconds, sites: [...new Set([...hits.values()].flat())] }
      this.#save()
      process.stderr.write(`${index + 1} of ${tests.length}: ${test}, ${seconds.toFixed(1)} s, ${outcome}\n`)
    }
    await this.#copy.build()
    for (const [test, reached] of Object.entries(this.#reached.processes)) {
      if (reached.isGreen) continue
      const { outcome, seconds } = await this.#copy.test([test], { flags: PROCESS_FLAGS, limit: LIMIT })
      this.#reached.processes[test] = { ...reached, isGreen: outcome === 'passed', seconds }
    }
    this.#save()
  }

  /** Runs tests with a probe at each site. */
  async #probe<T>(
    run: () => Promise<T>,
    isBuilt = false,
  ): Promise<T & { readonly hits: ReadonlyMap<string, readonly number[]> }> {
    const hits = this.#copy.path('.cache/mutation-hits')
    writeFileSync(hits, '')
    const files = [...new Set(this.#sites.map(({ file }) => file))]
    const before = files.map((file) => [file, this.#copy.read(file)] as const)
    for (const [file, text] of before) {
      const probes = this.#sites.map((site, id) => ({ id, ...site })).filter((site) => site.file === file)
      this.#copy.write(file, insertProbes(text, probes, hits))
    }
    try {
      if (isBuilt && !(await this.#copy.build())) throw new Error('dist/ cannot be built with probes.')
      const result = await run()
      return { ...result, hits: readHits(readFileSync(hits, 'utf8')) }
    } finally {
      for (const [file, text] of before) this.#copy.write(file, text)
    }
  }

  /** The unit tests that reach a site, the nearest first. */
  unitTestsOf(site: Site): readonly string[] {
    const { red = [], sites = {} } = this.#reached.units ?? {}
    const id = this.#indexOf(site)
    const isUnit = (test: string): boolean => !this.#imports.processTests.has(test) && !red.includes(test)
    const isWide = site.probe.isTopLevel || sites['']?.includes(id) === true
    const near = isWide ? NEAREST_IF_WIDE : NEAREST
    return this.#imports
      .importersOf(site.file)
      .filter(isUnit)
      .filter((test, index) => index < near || sites[test]?.includes(id) === true)
  }

  /** The process tests that reach it: the nearest that import its file, then the cheapest. */
  processTestsOf(site: Site): readonly string[] {
    const id = this.#indexOf(site)
    const reaching = Object.entries(this.#reached.processes)
      .filter(([, { isGreen, sites }]) => isGreen && sites.includes(id))
      .toSorted(([, one], [, other]) => one.seconds - other.seconds)
      .map(([test]) => test)
    const importing = this.#imports.importersOf(site.file).filter((test) => reaching.includes(test))
    return [...new Set([...importing.slice(0, NEAREST), ...reaching])]
  }

  /** How long test files took, or all unit tests if they are of those. */
  secondsOf([test = '']: readonly string[]): number {
    return this.#reached.processes[test]?.seconds ?? this.#reached.units?.seconds ?? 0
  }

  /** What fails without a mutation. */
  red(): readonly string[] {
    const { units, processes } = this.#reached
    return [...(units?.red ?? []), ...Object.keys(processes).filter((test) => processes[test]?.isGreen === false)]
  }

  #indexOf(site: Site): number {
    return this.#sites.findIndex((one) => one.file === site.file && one.start === site.start && one.operator === site.operator)
  }

  #save(): void {
    writeFileSync(this.#file, JSON.stringify(this.#reached))
  }
}
