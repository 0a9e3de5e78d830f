import type { Expression } from '../../query/filter/expression.ts'

/** The first series that an objective reads; null where it reads none. */
export function seriesOf(objective: Expression | undefined): string | null {
  return objective?.paths.find(({ root }) => root === 'series')?.keys[0] ?? null
}
