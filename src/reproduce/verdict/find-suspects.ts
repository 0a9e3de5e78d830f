import type { ComparedRun } from '../../analysis/compare/compared-run.ts'
import { diffRuns } from '../../analysis/compare/diff-runs.ts'
import type { RunDiff } from '../../analysis/compare/run-diff.ts'
import { readCode } from '../../archive/documents/read-code.ts'
import type { InputRecord, SnapshotFile } from '../../format/records.ts'
import type { Suspect } from '../../format/verdict.ts'
import { scanImports } from '../../snapshot/scan-imports.ts'

/** What is looked at of a run. */
export interface SuspectRun extends ComparedRun {
  /** Files and folders that it declared as read; not compared where they are not known. */
  readonly inputs?: readonly InputRecord[]
}

/** Bytes of a file whose imports are looked for. */
const LARGEST = 1_000_000

/** What tells about a terminal or a job, and no result depends on. */
const HARMLESS = /^\$(?:TERM|COLORTERM|COLUMNS|NO_COLOR|FORCE_COLOR|NODE_NO_WARNINGS|RUNLAB_.*|GITHUB_.*|SLURM_JOB.*)$/

/**
 * What differs between two runs besides what they gave, likeliest first: seed, parameters, inputs and code, then packages that
 * the code imports, Node, other packages, the machine, environment variables.
 */
export async function findSuspects(original: SuspectRun, repeated: SuspectRun): Promise<readonly Suspect[]> {
  const readerOf =
    ({ folder, snapshot }: ComparedRun) =>
    (path: string, largest: number) =>
      readCode({ folder, within: snapshot?.folder, path, largest })
  const diff = await diffRuns(original, repeated, { readerOf })
  const imported = new Set([...importsOf(original), ...importsOf(repeated)])
  const packages = packageSuspects(diff, imported)
  const around = environmentSuspects(diff)
  const ofPart = (part: Suspect['part']): readonly Suspect[] => around.filter((suspect) => suspect.part === part)
  return [
    ...ofPart('seed'),
    ...parameterSuspects(diff),
    ...inputSuspects(original.inputs ?? [], repeated.inputs ?? []),
    ...codeSuspects(diff),
    ...packages.filter(({ touched }) => touched),
    ...ofPart('node'),
    ...packages.filter(({ touched }) => !touched),
    ...ofPart('machine'),
    ...ofPart('variable'),
  ]
}

function parameterSuspects({ parameters }: RunDiff): readonly Suspect[] {
  return parameters.entries
    .filter(({ state }) => state !== 'not compared')
    .map(({ name, state, before, after }) => ({
      part: 'parameter',
      name,
      before: state === 'added' ? null : shortJson(before),
      after: state === 'removed' ? null : shortJson(after),
      touched: true,
    }))
}

/** Inputs whose contents differ, and that both runs have read; by size where there is no checksum. */
function inputSuspects(before: readonly InputRecord[], after: readonly InputRecord[]): readonly Suspect[] {
  const known = new Map(before.map((input) => [input.resolved, input]))
  const seen = new Set<string>()
  return after.flatMap((now): readonly Suspect[] => {
    const then = known.get(now.resolved)
    if (then === undefined || seen.has(now.resolved)) return []
    seen.add(now.resolved)
    const isSame = then.sha256 === null || now.sha256 === null ? then.size === now.size : then.sha256 === now.sha256
    const shown = ({ size, sha256 }: InputRecord): string => `${size} bytes${sha256 === null ? '' : `, ${sha256.slice(0, 8)}…`}`
    return isSame ? [] : [{ part: 'input', name: now.path, before: shown(then), after: shown(now), touched: true }]
  })
}

function codeSuspects({ code }: RunDiff): readonly Suspect[] {
  return (code?.entries ?? []).map(({ path, diff, before, after }) => ({
    part: 'code',
    name: path,
    before: before === null ? null : (linesText(diff, '-') ?? 'changed'),
    after: after === null ? null : (linesText(diff, '+') ?? 'changed'),
    touched: true,
  }))
}

/** `−3 lines` of a unified diff. */
function linesText(diff: string | null, sign: '-' | '+'): string | null {
  if (diff === null) return null
  const count = diff.split('\n').filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3))).length
  return count === 0 ? 'no line' : `${sign === '-' ? '−' : '+'}${count} ${count === 1 ? 'line' : 'lines'}`
}

function packageSuspects({ packages }: RunDiff, imported: ReadonlySet<string>): readonly Suspect[] {
  return packages.entries.map(({ name, before, after }) => ({
    part: 'package',
    name,
    before: before.length === 0 ? null : before.join(', '),
    after: after.length === 0 ? null : after.join(', '),
    touched: imported.has(name),
  }))
}

const MACHINE: ReadonlySet<string> = new Set(['system', 'processors', 'graphics'])

function environmentSuspects({ environment }: RunDiff): readonly Suspect[] {
  return environment.entries.flatMap(({ name, before, after }): Suspect[] => {
    const part = partOf(name)
    return part === null ? [] : [{ part, name: name.replace(/^\$/, ''), before, after, touched: true }]
  })
}

function partOf(name: string): Suspect['part'] | null {
  if (name === 'seed' || name === 'node') return name
  if (name === 'runlab') return 'package'
  if (MACHINE.has(name)) return 'machine'
  return name.startsWith('$') && !HARMLESS.test(name) ? 'variable' : null
}

/** The packages that a run's captured code imports, as far as they are named literally. */
export function importsOf({ folder, snapshot }: Pick<SuspectRun, 'folder' | 'snapshot'>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const file of snapshot?.files ?? []) {
    if (!isSource(file)) continue
    const content = readCode({ folder, within: snapshot?.folder, path: file.path, largest: LARGEST })
    if (content.state !== 'text') continue
    for (const { specifier } of scanImports(content.text)) {
      const name = packageOf(specifier)
      if (name !== null) names.add(name)
    }
  }
  return names
}

function isSource({ role, path }: SnapshotFile): boolean {
  return role !== 'project' && role !== 'config' && /\.[cm]?[jt]sx?$/.test(path)
}

/** `@scope/name` or `name` of what a module imports; null for files and what is Node's own. */
function packageOf(specifier: string): string | null {
  if (/^(?:[./#]|node:|file:|data:)/.test(specifier)) return null
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null)
}

function shortJson(json: unknown): string {
  const text = JSON.stringify(json)
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
