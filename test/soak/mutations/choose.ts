/** Chooses mutations at random over all parts of src/, and finds those of a list in another version. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { applySite, findSites, isParsed } from './operators.ts'
import type { Mutation, Site } from './operators.ts'

const AT_LEAST = 2

/** The first folder under src/. */
export const partOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? '(root)'

/** Every TypeScript file of a folder, relative to the repository. */
export const listFiles = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .toSorted()

/** The sites of all files that have any, by part, and how many lines these files have. */
function sitesByPart(root: string): ReadonlyMap<string, { sites: Site[]; lines: number }> {
  const parts = new Map<string, { sites: Site[]; lines: number }>()
  for (const file of listFiles(root, 'src')) {
    const source = readFileSync(join(root, file), 'utf8')
    const sites = findSites(file, source)
    if (sites.length === 0) continue
    const part = parts.get(partOf(file)) ?? { sites: [], lines: 0 }
    part.sites.push(...sites)
    part.lines += source.split('\n').length
    parts.set(partOf(file), part)
  }
  return parts
}

/** `count` mutations or a few more: each part has its share by lines, and at least two. The same seed chooses the same. */
export function chooseSites(root: string, count: number, seed: number): readonly Site[] {
  const random = mulberry(seed)
  const parts = sitesByPart(root)
  const lines = [...parts.values()].reduce((sum, part) => sum + part.lines, 0)
  return [...parts.values()].flatMap((part) =>
    chooseInPart(root, part.sites, { count: Math.max(AT_LEAST, Math.round((count * part.lines) / lines)), random }),
  )
}

/** At most one mutation a line. A line is drawn first: lines of many strings shall not outnumber the others. */
function chooseInPart(root: string, sites: readonly Site[], how: { count: number; random: () => number }): readonly Site[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(how.random() * list.length)] as T
  const byLine = groupBy(sites, ({ file, line }) => `${file}:${line}`)
  const chosen: Site[] = []
  while (chosen.length < how.count && byLine.length > 0) {
    const [onLine = []] = byLine.splice(byLine.indexOf(pick(byLine)), 1)
    const site = pick(pick(groupBy(onLine, ({ operator }) => operator)))
    if (isParsed(site.file, applySite(readFileSync(join(root, site.file), 'utf8'), site))) chosen.push(site)
  }
  return chosen.toSorted((one, other) => one.file.localeCompare(other.file) || one.start - other.start)
}

/** Where each mutation of a list is in this version: in its file, or in the only other file that has it. */
export function locate(
  root: string,
  list: readonly Mutation[],
): { readonly sites: readonly Site[]; readonly missing: readonly Mutation[] } {
  const all = [...sitesByPart(root).values()].flatMap(({ sites }) => sites)
  const missing: Mutation[] = []
  const sites = list.flatMap((mutation) => {
    const alike = all.filter(
      (site) => site.operator === mutation.operator && site.text === mutation.text && site.nth === mutation.nth,
    )
    const inFile = alike.filter(({ file }) => file === mutation.file)
    const site =
      inFile.find(({ within }) => within === mutation.within) ??
      onlyOne(inFile) ??
      onlyOne(alike.filter(({ within }) => within === mutation.within)) ??
      onlyOne(alike)
    if (site === null) missing.push(mutation)
    return site ?? []
  })
  return { sites, missing }
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups.values()]
}

const onlyOne = <T>(list: readonly T[]): T | null => (list.length === 1 ? (list[0] ?? null) : null)

/** Numbers in [0, 1) of a seed: mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
