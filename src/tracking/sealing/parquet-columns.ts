/** The columns of a sealed file, in their order. A row is a point. */
export const COLUMNS = ['series', 'context', 'kind', 'sender', 'step', 'time', 'value', 'data'] as const

export type ColumnName = (typeof COLUMNS)[number]

export interface Column {
  readonly name: ColumnName
  readonly type: 'text' | 'integer' | 'time' | 'double'
  readonly isOptional: boolean
}

/** The schema. Steps are whole numbers in the file of a run that has no others. */
export function schemaOf(stepType: 'integer' | 'double'): readonly Column[] {
  return [
    { name: 'series', type: 'text', isOptional: false },
    { name: 'context', type: 'text', isOptional: true },
    { name: 'kind', type: 'text', isOptional: false },
    { name: 'sender', type: 'text', isOptional: false },
    { name: 'step', type: stepType, isOptional: false },
    { name: 'time', type: 'time', isOptional: false },
    { name: 'value', type: 'double', isOptional: true },
    { name: 'data', type: 'text', isOptional: true },
  ]
}
