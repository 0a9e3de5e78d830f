import type * as Cel from '@marcbachmann/cel-js'
import { ERROR_FIELDS, NAMESPACE } from './spelling.ts'

/** What an expression can ask of a run, and of which type it is. */
const FIELDS: Readonly<Record<string, string>> = {
  params: 'map',
  data: 'map',
  series: 'map',
  status: 'string',
  name: 'string',
  run: 'string',
  [NAMESPACE]: 'string',
  description: 'string',
  start: 'google.protobuf.Timestamp',
  end: 'dyn',
  duration: 'dyn',
  seed: 'dyn',
  error: 'string',
  [ERROR_FIELDS['error.type']]: 'string',
  [ERROR_FIELDS['error.message']]: 'string',
  [ERROR_FIELDS['error.code']]: 'string',
  git: 'map',
  testing: 'bool',
  debug: 'bool',
  parent: 'string',
  sweep: 'string',
  warnings: 'dyn',
  tags: 'list',
  note: 'string',
  now: 'google.protobuf.Timestamp',
}

export const FIELD_NAMES: readonly string[] = Object.keys(FIELDS).map((name) =>
  name.replace(NAMESPACE, 'namespace').replace(/^error_(\w+)_$/, 'error.$1'),
)

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

const ORDERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Of a number of seconds, or a duration of the language. */
export function secondsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('seconds' in value) || !('nanos' in value)) return Number(value)
  return Number(value.seconds) + Number(value.nanos) * 1e-9
}

/** The language, and its errors. */
export interface Language {
  readonly environment: Cel.Environment
  readonly isOwnError: (error: unknown) => error is LanguageError
  /** Whether an error says that a run has no such field. */
  readonly isMissing: (error: unknown) => boolean
}

export type LanguageError = Cel.EvaluationError | Cel.ParseError | Cel.TypeError

let loaded: Language | undefined

/** Loads the language, once: it is an ES module, and takes a while. To be awaited before expressions are read. */
export async function loadLanguage(): Promise<void> {
  if (loaded !== undefined) return
  const cel = await import('@marcbachmann/cel-js')
  loaded = {
    environment: createEnvironment(cel),
    isOwnError: (error): error is LanguageError =>
      error instanceof cel.EvaluationError || error instanceof cel.ParseError || error instanceof cel.TypeError,
    isMissing: (error) => error instanceof cel.EvaluationError && error.code === 'no_such_key',
  }
}

export function language(): Language {
  if (loaded === undefined) throw new Error('loadLanguage() was not awaited')
  return loaded
}

/** The Common Expression Language over the fields of a run. Numbers of a run are doubles: whole numbers in the text go with them. */
function createEnvironment({ Environment }: typeof Cel): Cel.Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false })
  for (const [name, type] of Object.entries(FIELDS)) environment.registerVariable(name, type)
  for (const [operator, calculate] of Object.entries(ARITHMETIC)) {
    const numbers = (a: unknown, b: unknown): number => calculate(Number(a), Number(b))
    for (const pair of [`int ${operator} double`, `double ${operator} int`]) environment.registerOperator(pair, numbers)
  }
  environment.registerOperator('double % double', (a: number, b: number) => a % b)
  for (const [operator, holds] of Object.entries(ORDERS)) {
    const inSeconds = (a: unknown, b: unknown): boolean => holds(secondsOf(a), secondsOf(b))
    for (const pair of [`double ${operator} google.protobuf.Duration`, `google.protobuf.Duration ${operator} double`])
      environment.registerOperator(`${pair}: bool`, inSeconds)
  }
  return environment
}
