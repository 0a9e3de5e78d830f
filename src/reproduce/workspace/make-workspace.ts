import { constants, copyFileSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import type { SnapshotRecord } from '../../format/records.ts'
import { isInside } from '../../internal/is-inside.ts'
import { readRegular } from '../../internal/regular-file.ts'
import type { InputState } from '../inspect/inspect-inputs.ts'
import { planWorkspace } from './plan-workspace.ts'

/** A folder in which an archived run can be run again. Absolute paths. */
export interface Workspace {
  readonly folder: string
  readonly project: string
  /** Where the captured code lies. */
  readonly code: string
  readonly snapshot: SnapshotRecord
}

/**
 * Unpacks the code that a run has archived into a folder that is empty, as it lay in the project. Nothing is written outside of that folder.
 * Throws REPEAT_REFUSED, ARCHIVE_FORMAT.
 */
export function unpackCode(run: ArchivedRun, folder: string): Workspace {
  const { snapshot, meta } = run
  const plan = snapshot === null ? null : planWorkspace(meta.base_path, snapshot.root)
  if (snapshot === null || plan === null) throw withoutCode(run)
  const workspace = { folder, project: join(folder, plan.project), code: join(folder, plan.code), snapshot }
  if (!isInside(folder, workspace.code) || !isInside(folder, workspace.project)) throw withoutCode(run)
  mkdirSync(workspace.project, { recursive: true })
  for (const { path } of snapshot.files) {
    const target = join(workspace.code, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, readRegular(join(run.folder, snapshot.folder ?? FILES.code, path)))
  }
  boundProject(run, workspace)
  return workspace
}

function withoutCode({ folder }: ArchivedRun): Error {
  return runlabError('REPEAT_REFUSED', {
    path: folder,
    reason: 'its code is not archived',
    hint: 'runlab rerun runs the present code of the project instead.',
  })
}

/** Without it a package.json above the workspace could be taken for the project's. */
function boundProject({ environment }: ArchivedRun, { folder, project }: Workspace): void {
  const hasCheckout = environment?.git !== null && environment?.git !== undefined
  if (hasCheckout) mkdirSync(join(folder, '.git'), { recursive: true })
  else if (!existsSync(join(project, 'package.json'))) mkdirSync(join(project, '.git'), { recursive: true })
}

/** Makes the links that imports went through, where nothing was installed in their places. */
export function makeLinks({ folder, code, snapshot }: Workspace): void {
  for (const { path, target } of snapshot.links) {
    const [link, end] = [join(code, path), join(code, target)]
    if (!isInside(folder, link) || existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(relative(dirname(link), end), link)
  }
}

/** Copies inputs that lay in the project to where they lay: a run that writes to them does not write to the user's. */
export function copyInputs(inputs: readonly InputState[], { project }: Workspace): void {
  for (const { record, present } of inputs) {
    const target = join(project, record.resolved)
    if (present === null || !isInside(project, target) || existsSync(target)) continue
    mkdirSync(dirname(target), { recursive: true })
    if (record.kind === 'directory') cpSync(present, target, { recursive: true, dereference: true })
    else copyFileSync(present, target, constants.COPYFILE_FICLONE)
  }
}
