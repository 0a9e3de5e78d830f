import { shortRunName } from '../../format/run-name.ts'
import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { varyingParameters } from '../../query/columns.ts'
import { cellText, groupNames } from '../../query/figures/group-names.ts'
import { groupRuns } from '../../query/groups.ts'
import { leftOutTexts } from '../../query/left-out-text.ts'
import type { RunFields } from '../../query/run-fields.ts'
import { selectRuns } from '../../query/select.ts'
import type { LinesQuestion } from '../protocol.ts'

export interface ChosenLine {
  readonly id: string
  readonly label: string
  /** Those that count: in a group what is done or goes on, alone whatever became of it. */
  readonly runs: readonly RunFields[]
  /** `1 failed`; null for none. */
  readonly left: string | null
}

export interface ChosenLines {
  readonly lines: readonly ChosenLine[]
  readonly by: string | null
  /** Lines there would be without a limit, and runs that match. */
  readonly count: number
  readonly matched: number
}

/** Lines that are drawn at once: more are one colour. */
const MOST_LINES = 200

export type ChooseLines = (all: readonly RunFields[], question: LinesQuestion) => Promise<ChosenLines>

/** `chooseLines` that remembers what it chose among runs: a page asks the same for each of its charts. */
export function rememberLines(): ChooseLines {
  const chosen = new WeakMap<readonly RunFields[], Map<string, Promise<ChosenLines>>>()
  return async (all, { where, isGrouped, picked }) => {
    const known = chosen.get(all) ?? new Map<string, Promise<ChosenLines>>()
    chosen.set(all, known)
    const key = JSON.stringify([where, isGrouped, picked])
    const lines = known.get(key) ?? chooseLines(all, { where, isGrouped, picked })
    known.set(key, lines)
    return await lines
  }
}

/** The lines that a question asks for, at most 200 of them. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
async function chooseLines(all: readonly RunFields[], { where, isGrouped, picked }: LinesQuestion): Promise<ChosenLines> {
  const runs = await selectRuns(all, { where: where.trim() === '' ? undefined : where })
  const wanted = new Set(picked)
  const isWanted = (own: readonly RunFields[]): boolean =>
    wanted.size === 0 || own.some(({ listed }) => wanted.has(pathInArchive(listed)))
  const { lines, by } = isGrouped ? groupLines(runs, isWanted) : runLines(runs, isWanted)
  return { lines: lines.slice(0, MOST_LINES).map((make) => make()), by, count: lines.length, matched: runs.length }
}

interface Lines {
  /** Each is made when it is one of those that are drawn. */
  readonly lines: readonly (() => ChosenLine)[]
  readonly by: string | null
}

type IsWanted = (own: readonly RunFields[]) => boolean

function groupLines(runs: readonly RunFields[], isWanted: IsWanted): Lines {
  const { labels, groups } = groupRuns(runs, { values: [] })
  const { by, nameOf } = groupNames(runs, labels)
  const lines = groups
    .filter((group) => isWanted(group.runs))
    .map((group) => (): ChosenLine => {
      const counts = ({ run }: RunFields): boolean => run.status === 'done' || run.status === 'running'
      const left = group.runs.filter((run) => !counts(run)).map((run) => ({ run, why: run.run.status }))
      const texts = leftOutTexts(left).map((text) => text.split(':')[0])
      return {
        id: idOf(group.runs),
        label: nameOf(group.key) || (group.runs[0]?.listed.brief.name ?? ''),
        runs: group.runs.filter(counts),
        left: texts.length === 0 ? null : texts.join(', '),
      }
    })
  return { lines, by: by ?? null }
}

function runLines(runs: readonly RunFields[], isWanted: IsWanted): Lines {
  const columns = varyingParameters(runs)
  const { by } = groupNames(
    runs,
    columns.map(({ label }) => label),
  )
  const lines = [...runs.entries()]
    .filter(([, run]) => isWanted([run]))
    .map(([index, run]) => (): ChosenLine => {
      const values = columns.map(({ cells }) => cellText(cells[index]))
      const label = [...values, shortRunName(run.run.name)].join(', ')
      return { id: idOf([run]), label, runs: [run], left: null }
    })
  return { lines, by: by === undefined ? null : `${by}, run` }
}

function idOf([first]: readonly RunFields[]): string {
  return first === undefined ? '' : pathInArchive(first.listed)
}
