import { isSystemSeries } from '../format/series.ts'
import type { SeriesSummary } from '../format/series.ts'
import { contextText } from '../format/series-path.ts'
import type { VisualOptions, VisualRules } from '../api/visual.ts'
import { groupBy } from '../internal/group-by.ts'
import { lineColours } from '../render/charts/line-colours.ts'
import { groupLines } from './group-lines.ts'
import { tellsTime } from './tells-time.ts'
import { lookUp } from '../archive/documents/visual-rules.ts'

/** What is drawn together: one series, or several of numbers in one plot. */
export interface PlannedVisual {
  readonly title: string
  /** What its files are called after. */
  readonly name: string
  readonly context: object | null
  /** Of a plot with several series, where one of them has the same name. */
  readonly part?: string
  readonly group: 'tracked' | 'system'
  readonly series: readonly PlannedSeries[]
  readonly options: VisualOptions
}

export interface PlannedSeries {
  readonly summary: SeriesSummary
  /** In a plot with others. */
  readonly label: string
  /** What it has in common with some of them. */
  readonly group?: string | undefined
  readonly options: VisualOptions
}

export interface Plan {
  readonly visuals: readonly PlannedVisual[]
  /** Series for which there was no room. */
  readonly left: number
}

/** What runlab measures; see `SystemSampler`. */
const SYSTEM_RULES: VisualRules = {
  'system/cpu': { title: 'Processor time of the run', unit: '% of one core' },
  'system/machine-cpu': { title: 'Processor time of the machine', unit: '% of all cores' },
  'system/memory': { title: 'Memory of the run', unit: 'MB' },
  'system/heap': { title: 'Heap of the experiment', unit: 'MB' },
  'system/processes': { title: 'Processes of the run' },
  'system/loop-delay/*': { unit: 'ms' },
}

/** Series that are drawn each by itself. Who tracks thousands does not look at each. */
export const MOST_SERIES = 200
/** Lines in one plot. */
const MOST_LINES = 100
/** How many times as large as another one a series may be that is drawn with it: else that is a line at 0. */
const MOST_TIMES = 30
/** Of lines, in the title of a plot. */
const MOST_NAMES = 4

/**
 * What to draw of a run, in the order to show it: by `order`, then what the experiment is about before how long it took. Each
 * series, and before those that belong together (contexts of one name, names with a common prefix) a plot with all of them, or of
 * those that have an axis in common.
 */
export function planVisuals(tracked: readonly SeriesSummary[], rules: VisualRules, most = MOST_SERIES): Plan {
  const found = tracked.flatMap((summary) => {
    const options = optionsOf(summary.name, rules)
    return options === null || summary.count === 0 ? [] : [{ summary, options, label: labelOf(summary) }]
  })
  const wanted = found.toSorted(compareOrder)
  const visuals: PlannedVisual[] = []
  const isCombined = new Set<string>()
  /** Of series in the first plot that they share with others: alone they have the same. */
  const colours = new Map<SeriesSummary, string>()
  for (const series of wanted.slice(0, most)) {
    for (const group of groupsOf(series)) {
      if (isCombined.has(group.key)) continue
      isCombined.add(group.key)
      for (const plot of combine(group, wanted)) {
        visuals.push(plot)
        const ofPlot = lineColours(plot.series.map(({ group: common }) => ({ group: common })))
        for (const [i, { summary }] of plot.series.entries()) if (!colours.has(summary)) colours.set(summary, ofPlot[i] as string)
      }
    }
    visuals.push(planOne(series, colours.get(series.summary)))
  }
  return { visuals, left: Math.max(0, wanted.length - most) }
}

function compareOrder(a: PlannedSeries, b: PlannedSeries): number {
  const isTime = ({ summary, options }: PlannedSeries): number => Number(tellsTime(summary.name, options))
  return (a.options.order ?? 0) - (b.options.order ?? 0) || isTime(a) - isTime(b)
}

/** What the experiment says of a measure of the machine goes over what runlab does; what it says of all series, below that. */
function optionsOf(name: string, rules: VisualRules): VisualOptions | null {
  const own = lookUp(rules, name)
  if (own === null || groupOf(name) !== 'system') return own
  const aimed = lookUp(Object.fromEntries(Object.entries(rules).filter(([key]) => key.startsWith('system/'))), name)
  return { ...own, ...lookUp(SYSTEM_RULES, name), ...whatIsSaid(aimed) }
}

function whatIsSaid(options: VisualOptions | null): VisualOptions {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined))
}

function labelOf({ name, context }: SeriesSummary): string {
  return context === null ? name : `${name} ${contextText(context)}`
}

function planOne(series: PlannedSeries, colour: string | undefined): PlannedVisual {
  const { summary } = series
  const options = colour === undefined || series.options.colour !== undefined ? series.options : { ...series.options, colour }
  const { name, context } = summary
  const title =
    options.title === undefined ? series.label : `${options.title}${context === null ? '' : ` ${contextText(context)}`}`
  return { title, name, context, group: groupOf(name), series: [{ ...series, options }], options }
}

function groupOf(name: string): 'tracked' | 'system' {
  return isSystemSeries({ name }) ? 'system' : 'tracked'
}

interface Group {
  readonly key: string
  /** A name with several contexts, or the prefix of several names. */
  readonly name: string
  readonly by: 'context' | 'prefix'
}

/** Measures of the machine have each a unit of their own: they stay apart. */
function groupsOf({ summary: { name, kind } }: PlannedSeries): readonly Group[] {
  if (kind !== 'number' || groupOf(name) === 'system') return []
  const slash = name.lastIndexOf('/')
  const prefix: readonly Group[] =
    slash < 1 ? [] : [{ key: `prefix ${name.slice(0, slash)}`, name: name.slice(0, slash), by: 'prefix' }]
  return [...prefix, { key: `context ${name}`, name, by: 'context' }]
}

/** One plot of all that belong together, several where not all can be seen on one axis, none of what stays alone. */
function combine(group: Group, wanted: readonly PlannedSeries[]): readonly PlannedVisual[] {
  const { name, by } = group
  const isMember =
    by === 'context'
      ? (other: string) => other === name
      : (other: string) => other.startsWith(`${name}/`) && !other.slice(name.length + 1).includes('/')
  const members = wanted.filter(({ summary }) => summary.kind === 'number' && isMember(summary.name))
  const parts = (by === 'prefix' ? comparable(members) : [members]).filter((part) => isWorthwhile(part, by))
  const isTaken = wanted.some(({ summary }) => summary.name === name && summary.context === null)
  return parts.map((part, i) => {
    const ownPart = i > 0 ? String(i + 1) : isTaken ? 'all' : null
    return { ...planTogether(part, group, members), ...(ownPart === null ? {} : { part: ownPart }) }
  })
}

function isWorthwhile(members: readonly PlannedSeries[], by: Group['by']): boolean {
  const names = new Set(members.map(({ summary }) => summary.name))
  return members.length >= 2 && members.length <= MOST_LINES && (by === 'context' || names.size >= 2)
}

function planTogether(members: readonly PlannedSeries[], { name, by }: Group, all: readonly PlannedSeries[]): PlannedVisual {
  const common = commonContext(members)
  const groups = groupLines(members.map(({ summary }) => summary))
  const series = members.map((member, i) => ({ ...member, label: labelIn(member, { name, by, common }), group: groups?.[i] }))
  const options = shared(members.map(({ options: each }) => each))
  const shownAs = members[0]?.options.title
  const title = shownAs !== undefined && members.every(({ options: each }) => each.title === shownAs) ? shownAs : name
  const where = Object.keys(common).length === 0 ? '' : ` ${contextText(common)}`
  const which = members.length === all.length ? '' : `: ${listed(series.map(({ label }) => label))}`
  return { title: `${title}${where}${which}`, name, context: null, group: 'tracked', series, options }
}

function listed(labels: readonly string[]): string {
  const more = labels.length - MOST_NAMES
  return more > 0 ? `${labels.slice(0, MOST_NAMES).join(', ')} and ${more} more` : labels.join(', ')
}

/** Series of one unit, and of sizes that can be told on one axis, in their order. What is on a logarithmic scale has any size. */
function comparable(members: readonly PlannedSeries[]): readonly (readonly PlannedSeries[])[] {
  const axes = groupBy(members, ({ options }) => JSON.stringify([options.unit ?? '', options.log === true]))
  return axes.flatMap((alike) => (alike[0]?.options.log === true ? [alike] : bySize(alike)))
}

function bySize(members: readonly PlannedSeries[]): readonly (readonly PlannedSeries[])[] {
  const sizes = members.map(sizeOf).filter((size) => size > 0)
  const smallest: number[] = [] // of each class
  for (const size of sizes.toSorted((a, b) => a - b)) if (size > (smallest.at(-1) ?? 0) * MOST_TIMES) smallest.push(size)
  const classOf = (size: number): number => Math.max(0, smallest.filter((least) => size >= least).length - 1)
  return groupBy(members, (member) => classOf(sizeOf(member)))
}

/** The largest of its values, whichever sign; 0 where none is finite. */
function sizeOf({ summary: { min, max } }: PlannedSeries): number {
  return Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0))
}

/** What the contexts of all have in common, where each has more than that. */
function commonContext(members: readonly PlannedSeries[]): Readonly<Record<string, unknown>> {
  const contexts = members.map(({ summary }) => Object.entries(summary.context ?? {}))
  const [first = []] = contexts
  const isCommon = ([key, value]: readonly [string, unknown]): boolean =>
    contexts.every((context) => context.some(([other, its]) => other === key && JSON.stringify(its) === JSON.stringify(value)))
  const common = first.filter(isCommon)
  return contexts.every((context) => context.length > common.length) ? Object.fromEntries(common) : {}
}

interface Labelling extends Pick<Group, 'name' | 'by'> {
  /** Said in the title. */
  readonly common: Readonly<Record<string, unknown>>
}

/** What tells a line from the others of its plot. */
function labelIn({ summary: { name, context } }: PlannedSeries, { name: group, by, common }: Labelling): string {
  const entries = Object.entries(context ?? {}).filter(([key]) => !Object.hasOwn(common, key))
  const own = contextText(Object.fromEntries(entries))
  if (by === 'context') return own === '' ? name : own
  return `${name.slice(group.length + 1)}${own === '' ? '' : ` ${own}`}`
}

/** What all agree on. */
function shared(all: readonly VisualOptions[]): VisualOptions {
  const [first = {}, ...others] = all
  const entries = Object.entries(first).filter(([key, value]) =>
    others.every((other) => other[key as keyof VisualOptions] === value),
  )
  return Object.fromEntries(entries.filter(([key]) => key !== 'colour' && key !== 'title'))
}
