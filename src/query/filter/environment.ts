import { Environment } from '@marcbachmann/cel-js'
import { NAMESPACE } from './spelling.ts'

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
  tags: 'list',
  error: 'string',
  git: 'map',
  testing: 'bool',
  debug: 'bool',
  warnings: 'dyn',
  now: 'google.protobuf.Timestamp',
}

export const FIELD_NAMES: readonly string[] = Object.keys(FIELDS).map((name) => name.replace(NAMESPACE, 'namespace'))

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

/** The Common Expression Language over the fields of a run. Numbers of a run are doubles: whole numbers in the text go with them. */
export function createEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false })
  for (const [name, type] of Object.entries(FIELDS)) environment.registerVariable(name, type)
  for (const [operator, calculate] of Object.entries(ARITHMETIC)) {
    const numbers = (a: unknown, b: unknown): number => calculate(Number(a), Number(b))
    for (const pair of [`int ${operator} double`, `double ${operator} int`]) environment.registerOperator(pair, numbers)
  }
  environment.registerOperator('double % double', (a: number, b: number) => a % b)
  return environment
}
