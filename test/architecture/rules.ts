import { posix } from 'node:path'
import { readModule } from './read-module.ts'
import type { ModuleFacts } from './read-module.ts'
import type { Tables } from './tables.ts'

/** A tree of source files: path below src/ → text. */
export type SourceTree = Readonly<Record<string, string>>

/** The facts of every module, by its path. */
export type Modules = ReadonlyMap<string, ModuleFacts>

export function readModules(tree: SourceTree): Modules {
  return new Map(Object.entries(tree).map(([path, text]) => [path, readModule(path, text)]))
}

/** Says, a line each, where modules break the rules. */
export function checkArchitecture(modules: Modules, tables: Tables): string[] {
  const found = findCycles(modules).map((cycle) => `${cycle[0]}: imports itself: ${cycle.join(' → ')}`)
  found.push(...checkReading(modules, tables))
  for (const [path, facts] of modules) {
    found.push(
      ...checkImports(path, facts, modules, tables),
      ...checkFolders(path, facts, tables),
      ...checkPackages(path, facts, tables),
      ...checkEffects(path, facts, tables),
      ...checkForm(path, facts, tables),
    )
  }
  return found.toSorted()
}

function* checkImports(path: string, facts: ModuleFacts, modules: Modules, tables: Tables): Generator<string> {
  const part = partOf(path)
  const level = levelOf(part, tables)
  if (level === -1) yield `${path}: the part ${part} has no level`
  for (const { specifier, line } of facts.imports) {
    if (!specifier.startsWith('.')) continue
    const target = posix.normalize(posix.join(posix.dirname(path), specifier))
    if (!specifier.endsWith('.ts')) yield `${path}:${line}: ${specifier} does not end in .ts`
    else if (!modules.has(target)) yield `${path}:${line}: there is no ${specifier}`
    const other = partOf(target)
    const otherLevel = levelOf(other, tables)
    if (other === part || level === -1 || otherLevel === -1 || otherLevel < level) continue
    if (tables.siblings.some(([importer, imported]) => importer === part && imported === other)) continue
    yield `${path}:${line}: ${part} (level ${level}) may not import ${other} (level ${otherLevel})`
  }
}

/** Folders of one part import lower ones. */
function* checkFolders(path: string, facts: ModuleFacts, { folders }: Tables): Generator<string> {
  const [part = '', folder = ''] = path.split('/')
  const levels = folders[part] ?? []
  const levelIn = (name: string): number => levels.findIndex((names) => names.includes(name))
  for (const { specifier, line } of facts.imports) {
    const [otherPart, other = ''] = posix.normalize(posix.join(posix.dirname(path), specifier)).split('/')
    if (!specifier.startsWith('.') || otherPart !== part || other === folder || levelIn(folder) === -1) continue
    if (levelIn(other) < levelIn(folder)) continue
    yield `${path}:${line}: the folder ${folder} of ${part} (level ${levelIn(folder)}) may not import ${other} (level ${levelIn(other)})`
  }
}

/** Readers reach nothing that records, be it by way of others. */
function* checkReading(modules: Modules, { reading }: Tables): Generator<string> {
  const isAmong = (places: readonly string[], path: string): boolean =>
    places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place))
  const trails = new Map([...modules.keys()].filter((path) => isAmong(reading.readers, path)).map((path) => [path, path]))
  for (const [path, trail] of trails) {
    if (isAmong(reading.recording, path) && !isAmong(reading.shared, path)) {
      yield `${trail}: what reads runs reaches what records them`
      continue
    }
    for (const { specifier, isType } of modules.get(path)?.imports ?? []) {
      const target = posix.normalize(posix.join(posix.dirname(path), specifier))
      if (!isType && specifier.startsWith('.') && !trails.has(target)) trails.set(target, `${trail} → ${target}`)
    }
  }
}

function* checkPackages(path: string, facts: ModuleFacts, tables: Tables): Generator<string> {
  const part = partOf(path)
  for (const { specifier, line } of facts.imports) {
    if (specifier.startsWith('.') || specifier.startsWith('node:')) continue
    const name = packageName(specifier)
    if (!tables.packages[part]?.includes(name)) yield `${path}:${line}: ${part} may not import the package ${name}`
  }
}

function* checkEffects(path: string, facts: ModuleFacts, tables: Tables): Generator<string> {
  for (const { effect, what, line } of facts.effects) {
    const allowed = tables.effects[effect].some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place))
    if (!allowed) yield `${path}:${line}: ${what} (${effect}) may not be used here`
  }
}

function* checkForm(path: string, facts: ModuleFacts, tables: Tables): Generator<string> {
  for (const line of facts.defaultExports) yield `${path}:${line}: exports a default`
  if (!tables.topLevelAwait.includes(path)) {
    for (const line of facts.topLevelAwaits) yield `${path}:${line}: awaits at the top level`
  }
  const { lines, exempt } = tables.fileSize
  if (facts.lines > lines && !exempt.includes(path)) yield `${path}: has ${facts.lines} lines, more than ${lines}`
}

function partOf(path: string): string {
  return path.split('/')[0] ?? path
}

function levelOf(part: string, tables: Tables): number {
  return tables.levels.findIndex((parts) => parts.includes(part))
}

/** `@scope/name` of `@scope/name/sub/path`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** One cycle for each file that begins one, in the order of the files; each cycle is found once. */
function findCycles(modules: Modules): string[][] {
  const cycles: string[][] = []
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start !== -1) {
      cycles.push([...trail.slice(start), path])
      return
    }
    if (finished.has(path)) return
    for (const { specifier } of modules.get(path)?.imports ?? []) {
      if (specifier.startsWith('.')) visit(posix.normalize(posix.join(posix.dirname(path), specifier)), [...trail, path])
    }
    finished.add(path)
  }
  for (const path of modules.keys()) visit(path, [])
  return cycles
}
