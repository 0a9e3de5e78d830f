import { implementationKey } from '../../analysis/compare/compare-hooks.ts'
import type {
  HookDifference,
  HookStack,
  ImplementationIdentity,
  LayerDifference,
  LayerSide,
} from '../../analysis/compare/run-diff.ts'
import { fitTable } from './fit-table.ts'
import type { FittedRow } from './fit-table.ts'
import { headRow, markedRow } from './rows.ts'
import type { SectionStyle } from './sections.ts'
import { NOTHING } from './value-cells.ts'

/** What lies below the runs' experiment or on it, and what is different about it. */
export function layerTable(entries: readonly LayerDifference[], { width, colors }: SectionStyle): string {
  if (entries.length === 0) return ''
  const rows = entries.flatMap((entry) =>
    aspectsOf(entry).map(([what, read], index) => {
      const name = index === 0 ? nameOf(entry) : ''
      const text = (layer: LayerSide | null): string => (layer === null ? NOTHING : read(layer))
      return markedRow(index === 0 ? entry.state : '', [name, what, text(entry.before), text(entry.after)], colors)
    }),
  )
  return fitTable([headRow(['', '', 'A', 'B'], colors), ...rows], { width, twins: [2, 3] })
}

/** What the run itself was given is in no file. */
function nameOf({ kind, name, file }: LayerDifference): string {
  return file === null ? kind : `${kind} ${name} (${file})`
}

type Aspect = readonly [what: string, read: (layer: LayerSide) => string]

const CODE: Aspect = ['code', ({ sha256 }) => sha256?.slice(0, 12) ?? 'not read']
const LINE: Aspect = ['line', ({ line }) => String(line ?? NOTHING)]
const THERE: Aspect = ['', () => 'there']
const PLACE: Aspect = ['defined', ({ line }) => `line ${line}`]
const INCLUDED: Aspect = ['included by', ({ includedBy }) => includedBy ?? NOTHING]

/** Of a layer that one of them has, or both have alike, where it is. */
function aspectsOf({ before, after }: LayerDifference): readonly Aspect[] {
  const place = (before ?? after)?.line === null ? THERE : PLACE
  if (before === null || after === null) return [place]
  const different = [CODE, LINE, INCLUDED].filter(([, read]) => read(before) !== read(after))
  return different.length > 0 ? different : [place]
}

/** The implementations of each hook, those of one run alone with a sign before them; else how many there are. */
export function hookTable(entries: readonly HookDifference[], { width, colors }: SectionStyle): string {
  if (entries.length === 0) return ''
  const isTraced = entries.some(({ before, after }) => Array.isArray((before ?? after)?.implementations))
  if (isTraced)
    return fitTable(
      entries.flatMap((entry) => stackRows(entry, colors)),
      { width },
    )
  const text = (stack: HookStack | null): string =>
    stack === null ? NOTHING : `${stack.count} ${stack.count === 1 ? 'implementation' : 'implementations'}`
  const rows = entries.map(({ name, state, before, after }) => markedRow(state, [name, text(before), text(after)], colors))
  return fitTable([headRow(['', 'A', 'B'], colors), ...rows], { width })
}

type Signed = readonly [sign: '-' | '+' | ' ', implementation: ImplementationIdentity]

function stackRows({ name, state, before, after }: HookDifference, colors: SectionStyle['colors']): readonly FittedRow[] {
  const stacks = [before?.implementations ?? [], after?.implementations ?? []] as const
  const signed = state === 'same' ? stacks[1].map((one): Signed => [' ', one]) : signStacks(...stacks)
  if (signed.length === 0) return [markedRow(state, [name, '  no implementation'], colors)]
  const paints = { '-': colors.red, '+': colors.green, ' ': (line: string): string => line }
  return signed.map(([sign, one], index) => ({
    cells: [
      index === 0 ? (markedRow(state, [name], colors).cells[0] ?? '') : '',
      `${sign} ${one.how}`,
      one.replacedBy === null ? one.layer : `${one.layer}, replaced by ${one.replacedBy}`,
      one.file === null ? '' : `${one.file}${one.line === null ? '' : `:${one.line}`}`,
    ],
    paint: paints[sign],
  }))
}

/** Those of both runs once; where only their order differs, each run's. */
function signStacks(before: readonly ImplementationIdentity[], after: readonly ImplementationIdentity[]): readonly Signed[] {
  const has = (stack: readonly ImplementationIdentity[], wanted: ImplementationIdentity): boolean =>
    stack.some((one) => implementationKey(one) === implementationKey(wanted))
  const isReordered = before.length === after.length && before.every((one) => has(after, one))
  const gone = before.filter((one) => isReordered || !has(after, one))
  const others = after.map((one): Signed => [isReordered || !has(before, one) ? '+' : ' ', one])
  return [...gone.map((one): Signed => ['-', one]), ...others]
}
