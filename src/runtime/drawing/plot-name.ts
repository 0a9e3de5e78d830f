import { runlabError } from '../../errors.ts'
import { describeValue } from '../../internal/describe-value.ts'

/** The name of a plot as it was given. Throws PLOT_NAME. */
export function plotName(name: unknown): string {
  if (typeof name === 'string' && !name.split('/').some((part) => ['', '.', '..'].includes(part))) return name
  throw runlabError('PLOT_NAME', { name: typeof name === 'string' ? JSON.stringify(name) : describeValue(name) })
}
