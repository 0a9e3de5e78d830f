import { valueText } from './value-text.ts'

/** A parameter's value with its unit, on one line. */
export function quantityText(value: unknown, unit: string | undefined): string {
  return unit === undefined || value === null ? valueText(value) : `${valueText(value)} ${unit}`
}
