import type { DataScale, VegaSpecification } from './draw-vega.ts'

/** Scales whose domain is a range. */
const CONTINUOUS: ReadonlySet<string> = new Set(['linear', 'log', 'pow', 'sqrt', 'symlog', 'time', 'utc'])
const DISCRETE: ReadonlySet<string> = new Set(['ordinal', 'band', 'point'])

export interface ScaledVega {
  readonly specification: VegaSpecification
  readonly scales: readonly DataScale[]
}

/** The same specifications with one domain for each scale that all of them have, and name alike: so that frames of a video compare. */
export function alignVega(figures: readonly ScaledVega[]): readonly VegaSpecification[] {
  const [first, ...others] = figures
  const domains = new Map<unknown, readonly unknown[]>()
  for (const { name, type, titles, domain } of first?.scales ?? []) {
    const same = others.map(({ scales }) =>
      scales.find((scale) => scale.name === name && scale.type === type && scale.titles === titles),
    )
    if (same.length === 0 || same.includes(undefined)) continue
    const common = commonDomain(type, [domain, ...same.map((scale) => scale?.domain ?? [])])
    if (common !== null) domains.set(name, common)
  }
  return figures.map(({ specification }) => withDomains(specification, domains))
}

function commonDomain(type: string, domains: readonly (readonly unknown[])[]): readonly unknown[] | null {
  if (DISCRETE.has(type)) return mergeInOrder(domains)
  if (!CONTINUOUS.has(type)) return null
  const ends = domains.flat().map(Number).filter(Number.isFinite)
  return ends.length === 0 ? null : [Math.min(...ends), Math.max(...ends)]
}

/** In the order in which they come, and ascending where each of the lists is. */
function mergeInOrder(lists: readonly (readonly unknown[])[]): readonly unknown[] {
  const all = [...new Set(lists.flat())]
  const comesBefore = (a: unknown, b: unknown): boolean => (a as string | number) < (b as string | number)
  const isAscending = lists.every((list) => list.every((value, i) => i === 0 || comesBefore(list[i - 1], value)))
  return isAscending ? all.toSorted((a, b) => (comesBefore(a, b) ? -1 : comesBefore(b, a) ? 1 : 0)) : all
}

function withDomains(specification: VegaSpecification, domains: ReadonlyMap<unknown, readonly unknown[]>): VegaSpecification {
  const scales: unknown = specification['scales']
  if (!Array.isArray(scales)) return specification
  const aligned = scales.map((scale: Readonly<Record<string, unknown>>) => {
    const domain = domains.get(scale['name'])
    return domain === undefined ? scale : { ...scale, domain }
  })
  return { ...specification, scales: aligned }
}
