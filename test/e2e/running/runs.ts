import { readdirSync } from 'node:fs'
import { limitConcurrency } from '../../../src/internal/limit-concurrency.ts'
import type { Project } from '../project.ts'

/** Starts processes, at most three at a time. */
export const few = limitConcurrency(3)

/** Starts one process for each key, a few at a time, and gives what became of them by key. */
export async function each<K, T>(keys: readonly K[], start: (key: K) => Promise<T>): Promise<Map<K, T>> {
  return new Map(await Promise.all(keys.map(async (key) => [key, await few(async () => await start(key))] as const)))
}

/** The metadata of the only run of a namespace. */
export function onlyMeta(project: Project, namespace: string, archive = 'results'): any {
  return project.json(`${project.onlyRun(namespace, archive)}/experiment_meta.json`)
}

/** What the only run of a namespace has set. */
export function onlyData(project: Project, namespace: string, archive = 'results'): any {
  return project.json(`${project.onlyRun(namespace, archive)}/experiment_data.json`)
}

/** The names of everything in a project's folder. */
export function entries(project: Project): string[] {
  return readdirSync(project.folder).toSorted()
}
