import type { ZipEntry } from './zip-directory.ts'

/** The document that makes a folder a run. */
export const META = 'experiment_meta.json'

/** The folders of runs in a ZIP, each with a slash at its end; empty for a run that lies at its top. A run in a run is a part of that. */
export function runRoots(entries: readonly ZipEntry[]): readonly string[] {
  const roots = new Set(
    entries.flatMap(({ name }) => (name === META || name.endsWith(`/${META}`) ? [name.slice(0, -META.length)] : [])),
  )
  return [...roots].filter((root) => outermost(root, roots) === root)
}

/** The files of each run in a ZIP, by its folder. */
export function runsIn(entries: readonly ZipEntry[]): ReadonlyMap<string, readonly ZipEntry[]> {
  const runs = new Map(runRoots(entries).map((root): [string, ZipEntry[]] => [root, []]))
  for (const entry of entries) {
    const root = outermost(entry.name, runs)
    if (root !== undefined && root !== entry.name) runs.get(root)?.push(entry)
  }
  return runs
}

/** The first of the folders above a path, from the top, that is among some; itself, where it is one. */
function outermost(path: string, among: { has(folder: string): boolean }): string | undefined {
  if (among.has('')) return ''
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    if (among.has(path.slice(0, end + 1))) return path.slice(0, end + 1)
  }
  return undefined
}
