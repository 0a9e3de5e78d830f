import { pathInArchive } from '../../archive/listing/listed-run.ts'
import type { RunFields } from '../../query/run-fields.ts'
import type { RunParts, RunRelative } from '../protocol-run.ts'
import type { OpenedRun } from './opened-run.ts'

/** Runs that are named. */
const MOST = 100

/** The run that started it, and those that it started. */
export async function relativesOf({ id, run, archive }: OpenedRun): Promise<RunParts['relatives']> {
  const all = await archive.runs()
  const { parent, sweep } = run.meta
  const children = all.filter(({ listed }) => listed.brief.parent === id)
  const above = parent === undefined ? undefined : all.find(({ listed }) => pathInArchive(listed) === parent)
  return {
    parent: parent === undefined ? null : above === undefined ? { id: parent, name: parent, status: null } : asRelative(above),
    sweep: sweep ?? null,
    children: children.slice(0, MOST).map(asRelative),
    count: children.length,
  }
}

function asRelative({ listed }: RunFields): RunRelative {
  return { id: pathInArchive(listed), name: listed.run, status: listed.status }
}
