import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { machineFacts } from '../../analysis/compare/compare-environment.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import type { EnvironmentRecord, SnapshotFile, SnapshotRecord } from '../../format/records.ts'
import { wasSet } from '../../format/was-set.ts'
import { readRegular } from '../../internal/regular-file.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { majorOf } from '../find-node.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import type { InputState } from './inspect-inputs.ts'

/** Whether the captured code is there, and what ran. */
export function inspectCode({ folder, snapshot }: Pick<ArchivedRun, 'folder' | 'snapshot'>): readonly Finding[] {
  if (snapshot === null || snapshot.files.length === 0)
    return [finding('code', 'blocks', 'its code is not archived', 'runlab rerun runs the present code of the project.')]
  const damaged = snapshot.files.flatMap((file) => {
    const trouble = troubleWith(join(folder, snapshot.folder ?? FILES.code), file)
    return trouble === null
      ? []
      : [finding('code', 'blocks', `code/${file.path} ${trouble}`, 'Restore it from a copy of the archive.')]
  })
  return [
    ...damaged,
    ...doubtsOf(snapshot),
    finding('code', 'same', `${snapshot.files.length} archived files, entry ${snapshot.entry}`),
  ]
}

function troubleWith(code: string, { path, sha256, redacted }: SnapshotFile): string | null {
  try {
    const bytes = readRegular(join(code, path))
    const isSame = redacted === true || createHash('sha256').update(bytes).digest('hex') === sha256
    return isSame ? null : 'is not what its checksum says'
  } catch (error) {
    if (error instanceof RunlabError || (error instanceof Error && 'code' in error)) return 'cannot be read'
    throw error
  }
}

function doubtsOf({ files, changed, unresolved }: SnapshotRecord): readonly Finding[] {
  const masked = files.filter(({ redacted }) => redacted === true)
  return [
    ...masked.map(({ path }) =>
      finding('code', 'differs', `code/${path} holds secrets that were masked: it is not quite what ran`),
    ),
    ...changed.map((path) => finding('code', 'differs', `code/${path} was changed while the run began: it may not be what ran`)),
    ...unresolved.map((what) => finding('code', 'differs', `not archived: ${what}`)),
  ]
}

/** `found` is the path of a Node of the recorded major version; null where there is none. */
export function inspectNode(recorded: EnvironmentRecord | null, present: string, found: string | null): readonly Finding[] {
  if (recorded === null) return [finding('node', 'differs', 'the machine was not recorded, and neither was Node')]
  const then = recorded.runtime.version
  if (then === present) return [finding('node', 'same', `Node ${then}`)]
  if (majorOf(then) === majorOf(present)) return [finding('node', 'differs', `Node ${then} became ${present}`)]
  if (found !== null) return [finding('node', 'same', `Node ${then}: ${found} of the same major version is used`)]
  const advice = `Install Node ${majorOf(then)}, for example with nvm install ${majorOf(then)}: it is found on the PATH and where nvm, fnm, volta, asdf and mise keep it. With a network, reproduce gets it by itself through npx.`
  return [finding('node', 'differs', `Node ${then} became ${present}, and no Node ${majorOf(then)} was found`, advice)]
}

/** What the run had for its parameters that the archive has not. `given` are the names that are given anew. */
export function inspectParameters({ meta }: Pick<ArchivedRun, 'meta'>, given: ReadonlySet<string>): readonly Finding[] {
  return Object.entries(meta.parameters).flatMap(([name, { type, source, usable, redacted }]) => {
    if ((usable && redacted !== true) || given.has(name)) return []
    if (type.includes('secret')) return [finding('secret', 'asks', `the secret "${name}" comes from the environment again`)]
    if (!wasSet(source)) return []
    return [
      finding(
        'secret',
        'blocks',
        `the value of "${name}" was masked, or could not be written`,
        `Give it again: -p ${name}=VALUE.`,
      ),
    ]
  })
}

export function inspectSeed({ meta }: Pick<ArchivedRun, 'meta'>): readonly Finding[] {
  const seed = finding('seed', 'same', `seed ${meta.seed}`)
  if (meta.mode === 'supervised' || meta.load_seed !== null) return [seed]
  const text = 'Math.random() was not seeded while the modules loaded, since the run was started in process'
  return [seed, finding('seed', 'differs', text, 'Matters only where modules draw while they load.')]
}

/** What has become of an input. */
export function describeInput({ record: { path, resolved, size }, state }: InputState): Finding {
  const name = path === resolved ? path : `${path} (${resolved})`
  switch (state) {
    case 'same':
      return finding('input', 'same', `${name}, ${bytesText(size)}`)
    case 'changed':
      return finding(
        'input',
        'differs',
        `${name} has changed since`,
        'Put the file of then in its place, or expect another outcome.',
      )
    case 'unknown':
      return finding('input', 'differs', `${name} is there; whether it is the same cannot be told, since it has no checksum`)
    case 'missing':
      return finding('input', 'blocks', `${name} is not there any more`, `Put it in its place: ${bytesText(size)}.`)
  }
}

const MACHINE = ['system', 'processors', 'memory', 'graphics']

/** The machine, and variables that are not set as they were; `applied` are set for the run. */
export function inspectMachine(
  recorded: EnvironmentRecord | null,
  present: EnvironmentRecord,
  applied: ReadonlySet<string>,
): readonly Finding[] {
  const [then, now] = [machineFacts({ environment: recorded }), machineFacts({ environment: present })]
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((name): readonly Finding[] => {
    const isVariable = name.startsWith('$')
    if (!MACHINE.includes(name) && (!isVariable || applied.has(name.slice(1)))) return []
    const [before, after] = [then.get(name) ?? 'not set', now.get(name) ?? 'not set']
    if (before === after || recorded === null) return []
    return [finding(isVariable ? 'variable' : 'machine', 'differs', `${name}: ${before} became ${after}`)]
  })
}
