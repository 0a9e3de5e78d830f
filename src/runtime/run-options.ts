import type { RunOptions } from '../api/experiment.ts'
import { runlabError } from '../errors.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'

type Options = RunOptions<Readonly<Record<string, unknown>>>

const TYPES: Readonly<Record<keyof Options, 'object' | 'list' | 'number' | 'boolean' | 'string'>> = {
  parameters: 'object',
  seed: 'number',
  debug: 'boolean',
  testing: 'boolean',
  include: 'list',
  strict: 'boolean',
  visuals: 'boolean',
  system: 'boolean',
  prefix: 'string',
  name: 'string',
  namespace: 'string',
  results: 'string',
  panels: 'boolean',
  grace: 'number',
}

/** Checks what `experiment.run()` was given. Throws RUN_OPTION_INVALID. */
export function checkRunOptions(options: Options): Options {
  if (!isPlainObject(options)) throw invalid('it takes an object')
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(TYPES, name) ? TYPES[name as keyof Options] : undefined
    if (type === undefined) {
      const near = nearest(name, Object.keys(TYPES))
      throw invalid(
        `there is no option "${name}"`,
        near === null ? `Options: ${Object.keys(TYPES).join(', ')}.` : `Did you mean ${near}?`,
      )
    }
    const fits = type === 'object' ? isPlainObject(value) : type === 'list' ? Array.isArray(value) : typeof value === type
    if (value !== undefined && !fits) throw invalid(`the option "${name}" is no ${type}`)
  }
  return options
}

function invalid(reason: string, hint?: string): Error {
  return runlabError('RUN_OPTION_INVALID', { reason, ...(hint === undefined ? {} : { hint }) })
}
