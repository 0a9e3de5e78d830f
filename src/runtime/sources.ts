import { readFile } from 'node:fs/promises'
import { readImportGraph } from '../snapshot/import-graph.ts'
import { readSourceFacts } from '../snapshot/source-facts.ts'
import { ownFiles } from './package-files.ts'

/** What is gathered about an experiment's code and machine, concurrently with everything else. */
export interface Sources {
  readonly graph: ReturnType<typeof readImportGraph>
  readonly facts: ReturnType<typeof readSourceFacts>
}

/** Reads an experiment's file and all that it imports, once: the bytes as they are now are what a run archives. */
export function gatherSources(file: string): Sources {
  const graph = readImportGraph({ entry: file, known: ownFiles() })
  const facts = readFile(file, 'utf8').then((text) => readSourceFacts(file, text))
  // They are awaited later: a failure before that is no unhandled rejection.
  graph.catch(() => {})
  facts.catch(() => {})
  return { graph, facts }
}
