import { RunlabError } from '../../src/errors.ts'
import type { Problem } from '../../src/errors.ts'
import { resolveParameters } from '../../src/parameters/resolve.ts'
import type { Given, ParameterContext, ParameterLayer, ResolvedParameters } from '../../src/parameters/resolve.ts'
import { compileParameters } from '../../src/parameters/schema.ts'
import type { DerivedFunction } from '../../src/parameters/schema.ts'

type Values = Readonly<Record<string, unknown>>

export interface Situation {
  readonly parameters?: Values
  readonly derived?: Readonly<Record<string, DerivedFunction>>
  /** Values from code. */
  readonly code?: Values
  /** Texts of the command line: one, or each time the flag was written. */
  readonly texts?: Readonly<Record<string, string | readonly string[]>>
  readonly context?: Partial<ParameterContext>
}

export const CONTEXT: ParameterContext = {
  cwd: '/home/ada/work',
  env: {},
  fileExists: () => true,
}

/** Of the file that defines the parameters. */
export const FOLDER = '/home/ada/project/experiments'

/** Resolves parameters as a run does. */
export async function resolveAll({
  parameters = {},
  derived = {},
  code = {},
  texts = {},
  context = {},
}: Situation): Promise<ResolvedParameters> {
  const layers: ParameterLayer[] = [
    { source: 'code', given: mapValues(code, (value) => ({ value })) },
    { source: 'command line', given: mapValues(texts, (text) => ({ text: typeof text === 'string' ? [text] : text })) },
  ]
  return await resolveParameters(compileParameters(parameters, derived, { folder: FOLDER }), layers, { ...CONTEXT, ...context })
}

/** The value of a parameter `x` for a text of the command line. */
export async function readText(definition: unknown, text: string | readonly string[]): Promise<unknown> {
  return (await resolveAll({ parameters: { x: definition }, texts: { x: text } })).values['x']
}

/** The value of a parameter `x` for a value from code. */
export async function readValue(definition: unknown, value: unknown): Promise<unknown> {
  return (await resolveAll({ parameters: { x: definition }, code: { x: value } })).values['x']
}

/** What is wrong, as lines of code and message with hint. */
export async function problemsOf(resolving: Promise<unknown>): Promise<string[]> {
  const error = await errorOf(resolving)
  if (error.code !== 'PARAMETERS_INVALID') throw error
  return showProblems(error.details['problems'] as readonly Problem[])
}

export function showProblems(problems: readonly Problem[]): string[] {
  return problems.map(({ code, message, hint }) => [`${code}:`, message, ...(hint === undefined ? [] : [hint])].join(' '))
}

export async function errorOf(resolving: Promise<unknown>): Promise<RunlabError> {
  try {
    await resolving
  } catch (error) {
    if (error instanceof RunlabError) return error
    throw error
  }
  throw new Error('It did not throw.')
}

/** Message and hint of the error that a function throws. */
export function faultOf(define: () => unknown): string {
  try {
    define()
  } catch (error) {
    if (error instanceof RunlabError) return [`${error.code}:`, error.message, error.hint ?? ''].join(' ').trim()
    throw error
  }
  throw new Error('It did not throw.')
}

function mapValues<T, U extends Given>(values: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
