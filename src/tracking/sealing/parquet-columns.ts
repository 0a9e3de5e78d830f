import type { SchemaElement } from 'hyparquet'

/** The columns of a sealed file, in their order. A row is a point. */
export const COLUMNS = ['series', 'context', 'kind', 'sender', 'step', 'time', 'value', 'data'] as const

export type ColumnName = (typeof COLUMNS)[number]

const text = (name: ColumnName, repetition: 'REQUIRED' | 'OPTIONAL'): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  repetition_type: repetition,
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
})

/** The schema. Steps are whole numbers in the file of a run that has no others. */
export function schemaOf(stepType: 'integer' | 'double'): SchemaElement[] {
  return [
    { name: 'points', num_children: COLUMNS.length },
    text('series', 'REQUIRED'),
    text('context', 'OPTIONAL'),
    text('kind', 'REQUIRED'),
    text('sender', 'REQUIRED'),
    { name: 'step', type: stepType === 'integer' ? 'INT64' : 'DOUBLE', repetition_type: 'REQUIRED' },
    {
      name: 'time',
      type: 'INT64',
      repetition_type: 'REQUIRED',
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    },
    { name: 'value', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
    text('data', 'OPTIONAL'),
  ]
}
