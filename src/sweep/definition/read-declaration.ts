import { dirname, resolve } from 'node:path'
import { problem, problemsIn, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { SweepObjective } from '../../format/sweep.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { findUnplain } from '../../parameters/kinds/json.ts'
import { showValue } from '../../parameters/show-value.ts'
import { readSpace } from '../space/define-space.ts'
import { DECLARATION_KEYS } from './declaration-keys.ts'
import type { DeclarationKey } from './declaration-keys.ts'
import { readDuration } from './read-duration.ts'
import { readNamedOptions } from './read-named-options.ts'
import { readSeeds } from './read-seeds.ts'
import type { SweepRequest } from './sweep-request.ts'

/** A sweep as a file declares it. Its experiments are found by who has the file. */
export type DeclaredSweep = Omit<SweepRequest, 'experiments'>

/** What is wrong, and at which key; null for the whole. */
export interface DeclarationProblem {
  readonly key: string | null
  readonly problem: Problem
}

type Read = <T>(key: DeclarationKey, otherwise: T, read: (value: unknown) => T) => T

/** Reads what a file declares, with everything that is wrong with its form. `file`: the file, to which paths are relative. */
export function readDeclaration(
  given: Readonly<Record<string, unknown>>,
  file: string,
): { readonly declared: DeclaredSweep; readonly problems: readonly DeclarationProblem[] } {
  const problems: DeclarationProblem[] = unknownKeys(given)
  const read: Read = (key, otherwise, parse) => {
    const value = given[key]
    if (value === undefined || value === null) return otherwise
    try {
      return parse(value)
    } catch (error) {
      problems.push(...problemsIn(error).map((one) => ({ key, problem: one })))
      return otherwise
    }
  }
  for (const key of ['experiment', 'space'] as const)
    if (!(key in given) || given[key] === null)
      problems.push({ key: null, problem: problem('CONFIG_VALUE', { key, value: 'left out', expected: REQUIRED[key] }) })
  return { declared: readKeys(read, dirname(file)), problems }
}

const REQUIRED = {
  experiment: 'an experiment, or the path of a script or config',
  space: 'the parameters that vary, with what each may be',
} as const

function readKeys(read: Read, folder: string): DeclaredSweep {
  const whole = (key: DeclarationKey, least: number): number | null =>
    read<number | null>(key, null, (value) => readWhole(key, value, least))
  const text = (key: DeclarationKey): string | null => read<string | null>(key, null, (value) => readText(key, value))
  const results = text('results')
  return {
    dimensions: read<SweepRequest['dimensions']>('space', [], (value) => readSpace(value).dimensions),
    fixed: read('parameters', {}, (value) => readSetting('parameters', value)),
    objectives: read<readonly SweepObjective[]>('objective', [], readObjectives),
    sampler: read<SweepRequest['sampler']>('sampler', null, (value) => readOptions('sampler', value)),
    pruner: read<SweepRequest['pruner']>('pruner', null, (value) => readOptions('pruner', value)),
    seeds: read<readonly number[] | null>('seeds', null, readSeedsOf),
    trials: whole('trials', 1),
    jobs: whole('jobs', 1) ?? 1,
    time: read<number | null>('time', null, (value) => readDuration('time', String(value))),
    trialTime: read<number | null>('trialTime', null, (value) => readDuration('trialTime', String(value))),
    enqueue: read<SweepRequest['enqueue']>('enqueue', [], (value) =>
      listOf('enqueue', value).map((one) => readSetting('enqueue', one)),
    ),
    seed: whole('seed', 0),
    name: text('name'),
    namespace: text('namespace'),
    results: results === null ? null : resolve(folder, results),
    flags: [],
  }
}

function unknownKeys(given: Readonly<Record<string, unknown>>): DeclarationProblem[] {
  const known = Object.keys(DECLARATION_KEYS)
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key, problem: problem('SWEEP_KEY_UNKNOWN', { key, suggestion: nearest(key, known), known }) }))
}

function refuse(key: DeclarationKey, value: unknown, expected: string): never {
  throw runlabError('CONFIG_VALUE', { key, value: showValue(value), expected })
}

function listOf(key: DeclarationKey, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : refuse(key, value, 'a list')
}

function readWhole(key: DeclarationKey, value: unknown, least: number): number {
  const isFine = typeof value === 'number' && Number.isSafeInteger(value) && value >= least
  return isFine ? value : refuse(key, value, `a whole number of at least ${least}`)
}

function readText(key: DeclarationKey, value: unknown): string {
  return typeof value === 'string' && value.trim() !== '' ? value : refuse(key, value, 'a text')
}

/** Parameters with their values, which the ledger keeps. */
function readSetting(key: DeclarationKey, value: unknown): Readonly<Record<string, JsonValue>> {
  if (!isPlainObject(value)) return refuse(key, value, 'parameters by name')
  const found = findUnplain(value)
  return found === null ? (value as Readonly<Record<string, JsonValue>>) : refuse(key, value, `plain data (it holds ${found})`)
}

function readObjectives(value: unknown): readonly SweepObjective[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.map((one) => {
    const [[direction, expression] = [], ...more] = isPlainObject(one) ? Object.entries(one) : []
    const isFine = (direction === 'minimize' || direction === 'maximize') && typeof expression === 'string' && more.length === 0
    return isFine
      ? { direction, expression }
      : refuse('objective', one, 'minimize or maximize with an expression, like series.loss.min')
  })
}

/** `tpe:startup=20`, or the same as an object. */
function readOptions(key: 'sampler' | 'pruner', value: unknown): Readonly<Record<string, JsonValue>> {
  if (typeof value === 'string') return readNamedOptions(key, key, value)
  const options = readSetting(key, value)
  return typeof options[key] === 'string' ? options : refuse(key, value, `a name, or an object with the name as ${key}`)
}

function readSeedsOf(value: unknown): readonly number[] {
  if (Array.isArray(value) && value.length === 0) refuse('seeds', value, 'at least one')
  return readSeeds('seeds', Array.isArray(value) ? value.join(',') : String(value))
}
