import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packagesOf } from '../../analysis/compare/compare-packages.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { findProject } from '../../archive/listing/find-project.ts'
import { readCode } from '../../archive/documents/read-code.ts'
import { findUpward } from '../../internal/find-upward.ts'
import { finding } from '../../reproduce/inspect/finding.ts'
import type { Finding } from '../../reproduce/inspect/finding.ts'
import { findInstalled, isSatisfied } from '../../reproduce/inspect/installed-packages.ts'
import type { InstalledPackage } from '../../reproduce/inspect/installed-packages.ts'
import { importsOf } from '../../reproduce/verdict/find-suspects.ts'

/** Where a run's project may lie now: around the working directory, around the run, where it was. */
export function projectsOf({ folder, meta }: ArchivedRun): readonly string[] {
  return [...new Set([findProject(process.cwd()).root, findProject(dirname(folder)).root, meta.base_path])].filter(
    (project) => project !== '',
  )
}

/** The packages that a run's code imports and that have to be installed: runlab itself is always there, and what is linked is archived. */
export function packagesNeeded(run: ArchivedRun): readonly string[] {
  const linked = new Set(run.snapshot?.links.map(({ path }) => /(?:^|\/)node_modules\/(.+)$/.exec(path)?.[1]))
  return [...importsOf(run)].filter((name) => name !== 'runlab' && !linked.has(name)).toSorted()
}

/** How the packages of a run come into the workspace: whether by the lockfile or from what is installed. */
export function inspectPackages(run: ArchivedRun, useInstalled: boolean): readonly Finding[] {
  const needed = packagesNeeded(run)
  if (needed.length === 0) return [finding('packages', 'same', 'the code imports no packages')]
  if (useInstalled) return inspectInstalled(run, needed)
  const { snapshot, environment } = run
  const manager = environment?.packageManager ?? null
  const isArchived = snapshot?.files.some(({ role, source }) => role === 'project' && source === manager?.lockfile) === true
  if (manager !== null && isArchived)
    return [finding('packages', 'same', `${needed.join(', ')}: ${manager.name} installs what ${manager.lockfile} says`)]
  const why = manager === null ? 'no lockfile was there' : `${manager.lockfile} is not archived`
  const advice = '--use-installed takes what is installed in the project.'
  return [finding('packages', 'blocks', `the code imports ${needed.join(', ')}, and ${why}`, advice)]
}

function inspectInstalled(run: ArchivedRun, needed: readonly string[]): readonly Finding[] {
  const { snapshot, environment, folder } = run
  const read = (path: string, largest: number): ReturnType<typeof readCode> =>
    readCode({ folder, within: snapshot?.folder, path, largest })
  const { versions, notes } = packagesOf([
    { label: 'the run', snapshot, packageManager: environment?.packageManager ?? null, read },
  ])
  const locked = notes.length === 0 ? (versions[0] ?? null) : null // ranges of a package.json say little
  const modules = modulesOf(run)
  const found = findInstalled(needed, { from: modules === null ? '/' : dirname(modules), locked })
  return found.map((one) => {
    const text = textOf(one)
    if (!isSatisfied(one)) return finding('packages', 'blocks', text, 'Install it, or leave out --use-installed.')
    return finding('packages', one.locked === null ? 'differs' : 'same', text)
  })
}

function textOf({ name, locked, installed }: InstalledPackage): string {
  if (installed === null) return `${name} is not installed`
  if (locked === null) return `${name} ${installed} is installed; the version of then is not recorded`
  return locked.includes(installed) ? `${name} ${installed}` : `${name} ${locked.join(', ')} became ${installed}`
}

/** The `node_modules` that the project has now. */
export function modulesOf(run: ArchivedRun): string | null {
  for (const project of projectsOf(run)) {
    const modules = existsSync(project) ? findUpward(join(project, dirname(run.meta.file)), ['node_modules']) : null
    if (modules !== null) return modules
  }
  return null
}

/** Lets the workspace find what is installed in the project, each package by a link; what the archive has of its own stays. */
export function linkInstalled(run: ArchivedRun, project: string): void {
  const modules = modulesOf(run)
  if (modules === null) return
  for (const name of readdirSync(modules).filter((entry) => !entry.startsWith('.'))) {
    const names = name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name]
    for (const one of names) linkPackage(join(modules, one), join(project, 'node_modules', one))
  }
}

function linkPackage(from: string, to: string): void {
  if (existsSync(to)) return
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(realpathSync(from), to)
}
