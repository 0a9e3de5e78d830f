import { runlabError } from '../../errors.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'
import type { ConditionTerm } from './condition.ts'
import type { Dimension } from './dimension.ts'
import { readDimension } from './read-dimension.ts'
import type { Space, SpaceDefinition } from './space.ts'

/** Reads a space that code gives, with its types. Throws SPACE_INVALID, SPACE_TEXT, SPACE_CYCLE. */
export function defineSpace<V>(definition: SpaceDefinition<V>): Space {
  return readSpace(definition)
}

/** Reads a space of a config or of a record. Throws SPACE_INVALID, SPACE_TEXT, SPACE_CYCLE. */
export function readSpace(definition: unknown): Space {
  if (!isPlainObject(definition)) {
    throw runlabError('SPACE_INVALID', { parameter: null, what: `it is ${describeValue(definition)}, not parameters by name` })
  }
  return makeSpace(
    Object.entries(definition).flatMap(([name, value]) => (value === undefined ? [] : [readDimension(name, value)])),
  )
}

/** A space of dimensions that are read: checks their conditions, and orders them by these. Throws SPACE_INVALID, SPACE_CYCLE. */
export function makeSpace(dimensions: readonly Dimension[]): Space {
  if (dimensions.length === 0) {
    throw runlabError('SPACE_INVALID', {
      parameter: null,
      what: 'it has no parameters',
      hint: 'Name at least one, like rate: range(0, 1).',
    })
  }
  const byName = new Map(dimensions.map((dimension) => [dimension.name, dimension]))
  for (const { name, when } of dimensions) for (const term of when?.terms ?? []) checkTerm(name, term, byName)
  return { dimensions: Object.freeze(inOrder(byName)) }
}

function checkTerm(name: string, term: ConditionTerm, byName: ReadonlyMap<string, Dimension>): void {
  const fault = (what: string, hint: string) =>
    runlabError('SPACE_INVALID', { parameter: name, what: `its condition ${what}`, hint })
  const target = byName.get(term.parameter)
  if (target === undefined) {
    const meant = nearest(term.parameter, byName.keys())
    const hint = meant === null ? `The space has ${[...byName.keys()].join(', ')}.` : `Did you mean ${meant}?`
    throw fault(`names ${term.parameter}, which is not in the space`, hint)
  }
  const compares = term.operator !== '==' && term.operator !== '!=' && term.operator !== 'in'
  const isNumeric = target.kind === 'range' || target.values.every((value) => typeof value === 'number')
  if (compares && !(isNumeric && typeof term.values[0] === 'number')) {
    throw fault(`compares ${term.parameter} by ${term.operator}, which is for numbers`, 'Use == or in.')
  }
  if (compares) return
  const never = term.values.find((value) => !canBe(target, value))
  if (never === undefined) return
  const values = target.kind === 'list' ? target.values : []
  const meant =
    typeof never === 'string'
      ? nearest(
          never,
          values.filter((value) => typeof value === 'string'),
        )
      : null
  const known = target.kind === 'list' ? values.map(showValue).join(', ') : `${target.low} to ${target.high}`
  throw fault(
    `asks for ${term.parameter} = ${showValue(never)}, which it never is`,
    meant === null ? `${term.parameter} is ${known}.` : `Did you mean ${showValue(meant)}?`,
  )
}

function canBe(target: Dimension, value: unknown): boolean {
  if (target.kind === 'list') return target.values.some((item) => item === value)
  return typeof value === 'number' && value >= target.low && value <= target.high
}

/** Depth first, each behind what it depends on. */
function inOrder(byName: ReadonlyMap<string, Dimension>): Dimension[] {
  const ordered = new Set<Dimension>()
  const visit = (dimension: Dimension, path: readonly string[]): void => {
    if (ordered.has(dimension)) return
    const start = path.indexOf(dimension.name)
    if (start !== -1) throw runlabError('SPACE_CYCLE', { cycle: [...path.slice(start), dimension.name] })
    for (const { parameter } of dimension.when?.terms ?? []) {
      const needed = byName.get(parameter)
      if (needed !== undefined) visit(needed, [...path, dimension.name])
    }
    ordered.add(dimension)
  }
  for (const dimension of byName.values()) visit(dimension, [])
  return [...ordered]
}
