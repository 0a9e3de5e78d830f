import type { JsonValue } from '../../format/json-value.ts'

/** Parameters of one trial; those whose condition does not hold are not there. */
export type Point = Readonly<Record<string, JsonValue>>
