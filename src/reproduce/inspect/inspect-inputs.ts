import { isAbsolute, join } from 'node:path'
import { recordInput } from '../../archive/creation/record-input.ts'
import { RunlabError } from '../../errors.ts'
import type { InputRecord } from '../../format/records.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'

/** A file or folder that a run has read, and what has become of it. */
export interface InputState {
  readonly record: InputRecord
  readonly state: 'same' | 'changed' | 'missing' | 'unknown'
  /** Absolute path as of now; null where there is none. */
  readonly present: string | null
}

/** Looks for the inputs of a run by their recorded places, in the projects that are named, and compares their checksums. */
export async function inspectInputs(inputs: readonly InputRecord[], projects: readonly string[]): Promise<readonly InputState[]> {
  const once = new Map(inputs.map((record) => [record.resolved, record]))
  return await Promise.all([...once.values()].map(async (record) => await inspectInput(record, projects)))
}

async function inspectInput(record: InputRecord, projects: readonly string[]): Promise<InputState> {
  const places = isAbsolute(record.resolved) ? [record.resolved] : projects.map((project) => join(project, record.resolved))
  const present = places.find((place) => statIfThere(place) !== undefined)
  if (present === undefined) return { record, state: 'missing', present: null }
  const now = await measure(present)
  if (now === null) return { record, state: 'missing', present: null }
  if (record.sha256 === null || now.sha256 === null)
    return { record, state: now.size === record.size ? 'unknown' : 'changed', present }
  return { record, state: now.sha256 === record.sha256 ? 'same' : 'changed', present }
}

/** Null for what has gone meanwhile. */
async function measure(path: string): Promise<InputRecord | null> {
  try {
    return (await recordInput({ path, from: '/', project: '/', parameter: null, now: 0 })).record
  } catch (error) {
    if (error instanceof RunlabError && error.code === 'INPUT_NOT_FOUND') return null
    throw error
  }
}
