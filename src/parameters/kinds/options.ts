import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../show-value.ts'
import type { Fault } from './kind.ts'

export type Options = Readonly<Record<string, unknown>>

const COMMON = ['description', 'unit'] as const

/** Reads the options of `param.*`: only those of the kind, and those that all have. */
export function readOptions(given: unknown, known: readonly string[], fault: Fault): Options {
  if (given === undefined) return {}
  if (!isPlainObject(given)) throw fault('has options that are no object', 'Write: param.number(1, { min: 0 })')
  const names = [...known, ...COMMON]
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue
    const near = nearest(name, names)
    throw fault(
      `has an option "${name}" that its kind does not know`,
      near === null ? `It knows: ${names.join(', ')}.` : `Did you mean ${near}?`,
    )
  }
  for (const name of COMMON) readText(given, name, fault)
  return given
}

export function readText(options: Options, name: string, fault: Fault): string | null {
  const value = options[name]
  if (value === undefined) return null
  if (typeof value !== 'string') throw fault(`has the option ${name}: ${showValue(value)}, which is not a string`)
  return value
}

export function readSwitch(options: Options, name: string, otherwise: boolean, fault: Fault): boolean {
  const value = options[name] ?? otherwise
  if (typeof value !== 'boolean') throw fault(`has the option ${name}: ${showValue(value)}, which is neither true nor false`)
  return value
}
