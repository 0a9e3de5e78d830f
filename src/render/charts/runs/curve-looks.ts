import type { Curve } from '../../../api/run-charts.ts'
import { DASHES, INK } from '../theme.ts'
import { groupLook } from './group-look.ts'
import type { GroupLook } from './group-look.ts'
import type { LegendEntry } from './legend.ts'

interface CurveLooks {
  /** One for each curve. */
  readonly looks: readonly GroupLook[]
  readonly legend: readonly (readonly LegendEntry[])[]
}

/** A look for each curve; where curves have groups and contexts, one for each of both, with two short legends. */
export function curveLooks(curves: readonly Curve[], paper: boolean): CurveLooks {
  const crossed = crossedLooks(curves, paper)
  if (crossed !== null) return crossed
  const looks = curves.map((_, i) => groupLook(i, curves.length, paper))
  return { looks, legend: [curves.map(({ label }, i) => entryOf(looks[i] as GroupLook, label))] }
}

function crossedLooks(curves: readonly Curve[], paper: boolean): CurveLooks | null {
  const groups = distinct(curves, ({ group }) => group)
  const contexts = distinct(curves, ({ context }) => context)
  if (groups === null || contexts === null || contexts.length > DASHES.length) return null
  const groupLooks = groups.map((_, i) => ({ ...groupLook(i, groups.length, paper), dash: undefined }))
  const looks = curves.map(({ group, context }) => ({
    ...(groupLooks[groups.indexOf(group as string)] as GroupLook),
    dash: DASHES[contexts.indexOf(context as string)],
  }))
  return {
    looks,
    legend: [
      groups.map((name, i) => entryOf(groupLooks[i] as GroupLook, name)),
      contexts.map((name, i) => entryOf({ colour: INK, dash: DASHES[i], marker: null }, name)),
    ],
  }
}

function entryOf(look: GroupLook, label: string): LegendEntry {
  return { ...look, label, isLine: true }
}

/** Null where a curve has none. */
function distinct(curves: readonly Curve[], read: (curve: Curve) => string | undefined): readonly string[] | null {
  const found = curves.map(read)
  return found.every((name) => name !== undefined) ? [...new Set(found)] : null
}
