import { runlabError } from '../errors.ts'

/** How a table is given; for people to read when none is asked for. */
export type TableFormat = 'json' | 'csv' | 'markdown' | 'latex'

/** The format that flags ask for. Throws FLAGS_CONFLICT for several. */
export function tableFormatOf(flags: { readonly [F in TableFormat]?: true }): TableFormat | null {
  const asked = (['json', 'csv', 'markdown', 'latex'] as const).filter((format) => flags[format] === true)
  const [one, other] = asked
  if (one !== undefined && other !== undefined)
    throw runlabError('FLAGS_CONFLICT', { one: `--${one}`, other: `--${other}`, reason: 'Each says how the table is given' })
  return one ?? null
}
