import { listRuns } from '../archive/listing/list-runs.ts'
import { matchesOf } from '../archive/listing/find-run.ts'
import type { RunLife } from '../archive/status/read-status.ts'
import { placeInArchive, trashRun } from '../archive/changes/trash.ts'
import { runSize } from '../archive/transfer/zip-beside.ts'
import { RunlabError } from '../errors.ts'
import { bytesText } from '../render/bytes-text.ts'
import { archiveOf } from './archive-option.ts'
import { confirm } from './confirm.ts'
import { countRuns, eachRun } from './each-run.ts'
import { pickFields, pickRuns } from './pick-runs.ts'
import { refuseRunning } from '../archive/status/refuse-running.ts'
import { print, printJson, sayBeside } from './print.ts'

export interface DeleteOptions {
  readonly where?: string
  readonly yes?: true
  readonly force?: true
  readonly results?: string
  readonly json?: true
}

interface Doomed {
  readonly folder: string
  readonly place: string
  readonly bytes: number
}

/** Moves runs to the trash. Gives the exit code: 2 where one was refused, 1 where no run matches. */
export async function deleteRuns(wanted: readonly string[], options: DeleteOptions): Promise<number> {
  const { where, yes = false, force = false, json } = options
  const archive = archiveOf(options.results)
  const chosen = await choose(wanted, { where, archive })
  if (chosen.length === 0) {
    if (json === true) printJson([])
    else print(`No run matches ${where ?? ''}: nothing was deleted\n${await nearText(wanted, { where, archive })}`)
    return 1
  }
  const measured = await eachRun(chosen, 'measuring', ({ folder, life }): Doomed => {
    const place = placeInArchive(archive, folder)
    if (!force) refuseRunning(place, life, 'deleted')
    return { folder, place, bytes: runSize(folder) }
  })
  const doomed = measured.results
  const all = sayRuns(doomed)
  if (doomed.length > 0 && !yes) for (const line of namesOf(doomed)) sayBeside(`${line}\n`)
  if (doomed.length > 0 && !(await confirm(`move ${all} to the trash`, yes))) return 1
  const deletion = `${new Date().toISOString().replaceAll(':', '-')}_${process.pid}`
  const moved = await eachRun(doomed, 'moving', (run) => {
    trashRun(archive, run.folder, deletion)
    return run
  })
  if (json === true) printJson(moved.results.map(({ place, bytes }) => ({ run: place, bytes })))
  else {
    const hint = moved.results.length === 0 ? '' : '\nrunlab restore brings runs back, runlab purge frees the space'
    print(`${sayRuns(moved.results)} moved to the trash${hint}\n`)
  }
  return measured.refused + moved.refused > 0 ? 2 : 0
}

/** What the runs have in place of what was asked for. */
async function nearText(wanted: readonly string[], { where = 'true', archive }: { where?: string | undefined; archive: string }) {
  const { runs } = await pickFields({ wanted, where: 'true', archive, command: 'delete' })
  const { nearValues } = await import('../query/near-values.ts')
  return nearValues(runs, where)
    .map((text) => `  ${text}\n`)
    .join('')
}

interface Chosen {
  readonly folder: string
  /** Whether anybody works on it; null where its metadata cannot be read. */
  readonly life: RunLife | null
}

/** Also runs that cannot be read, where they are named. */
async function choose(wanted: readonly string[], { where, archive }: { where: string | undefined; archive: string }) {
  const broken = new Map<string, Chosen>()
  const readable: string[] = []
  for (const text of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- each is as fast as the disk
    const folder = where === undefined ? await unreadable(text, archive) : null
    if (folder === null) readable.push(text)
    else broken.set(folder, { folder, life: null })
  }
  if (readable.length === 0 && broken.size > 0) return [...broken.values()]
  const runs = await pickRuns({ wanted: readable, where, archive, command: 'delete' })
  return [...runs.map(({ folder, standing }): Chosen => ({ folder, life: standing.life })), ...broken.values()]
}

/** The folder of a run that is named and cannot be read. */
async function unreadable(text: string, archive: string): Promise<string | null> {
  try {
    await pickRuns({ wanted: [text], archive, command: 'delete' })
    return null
  } catch (error) {
    if (!(error instanceof RunlabError) || !['ARCHIVE_FORMAT', 'ARCHIVE_VERSION'].includes(error.code)) throw error
    const [first, ...others] = matchesOf(text, listRuns(archive))
    if (first === undefined || others.length > 0) throw error
    return first.folder
  }
}

/** `3 runs, 12.4 MB`. */
export function sayRuns(runs: readonly { readonly bytes: number }[]): string {
  return `${countRuns(runs.length)}, ${bytesText(runs.reduce((sum, { bytes }) => sum + bytes, 0))},`
}

/** Runs that are named one by one before it is asked. */
const MOST_NAMES = 20

function namesOf(runs: readonly Doomed[]): readonly string[] {
  const names = runs.slice(0, MOST_NAMES).map(({ place, bytes }) => `${place}  ${bytesText(bytes)}`)
  return runs.length <= MOST_NAMES ? names : [...names, `… ${runs.length - MOST_NAMES} more`]
}
