import type { ZipEntry } from './zip-directory.ts'

/** The document that makes a folder a run. */
const META = 'experiment_meta.json'

/** The folders of runs in a ZIP, each with a slash at its end; empty for a run that lies at its top. A run in a run is a part of that. */
export function runRoots(entries: readonly ZipEntry[]): readonly string[] {
  const roots = entries.flatMap(({ name }) => (name === META || name.endsWith(`/${META}`) ? [name.slice(0, -META.length)] : []))
  return roots.filter((root) => !roots.some((other) => other !== root && root.startsWith(other)))
}
