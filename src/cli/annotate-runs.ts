import { readAnnotations } from '../archive/annotations/annotations.ts'
import { changeAnnotation, checkAnnotation } from '../archive/annotations/change-annotation.ts'
import { archiveOf } from './archive-option.ts'
import { countRuns, eachRun } from './each-run.ts'
import { nameInArchive, pickRuns } from './pick-runs.ts'
import { print, printJson } from './print.ts'

export interface AnnotateOptions {
  readonly where?: string
  readonly remove?: true
  readonly results?: string
  readonly json?: true
}

/** Adds a tag or a note to runs, or takes it away. What they have already, or have not, stays as it is. Gives the exit code. */
export async function annotateRuns(
  what: 'tag' | 'note',
  words: readonly string[],
  { where, remove, results, json }: AnnotateOptions,
): Promise<number> {
  const text = checkAnnotation(what, words.at(-1))
  const archive = archiveOf(results)
  const runs = await pickRuns({ wanted: words.slice(0, -1), where, archive, command: what })
  const kind = remove === true ? (`un${what}` as const) : what
  const handled = await eachRun(runs, what === 'tag' ? 'tagging' : 'noting', (run) => {
    const changed = changeAnnotation(run.folder, { time: Date.now(), kind, text })
    const { tags, notes } = readAnnotations(run.folder)
    return { folder: run.folder, changed, tags, notes }
  })
  if (json === true) printJson(handled.results)
  else {
    const changed = handled.results.filter((one) => one.changed)
    if (changed.length <= MOST_NAMES)
      for (const { folder, tags } of changed)
        print(
          `${nameInArchive(folder, archive)}${what === 'tag' ? `  ${tags.length === 0 ? 'no tags' : tags.join(', ')}` : ''}\n`,
        )
    print(`${countRuns(changed.length)} ${DONE[kind]}${sayUnchanged(handled.results.length - changed.length, kind)}\n`)
  }
  return handled.refused > 0 ? 2 : 0
}

/** Runs that are named one by one. */
const MOST_NAMES = 20

const DONE = { tag: 'tagged', untag: 'untagged', note: 'noted', unnote: 'without the note' } as const

function sayUnchanged(count: number, kind: keyof typeof DONE): string {
  if (count === 0) return ''
  return `; ${count} ${kind.startsWith('un') ? 'had it not' : 'had it already'}`
}
