import { RunlabError } from '../../errors.ts'
import { flag, listOf, number, orNull, text } from '../../format/json-parsers.ts'
import type { Parse } from '../../format/json-parsers.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { gitMeta, resultsMeta, status } from '../../format/meta.ts'
import { trialCounts } from '../../format/sweep.ts'
import { defineOwn } from '../../internal/define-own.ts'
import type { Facts, Row } from './block.ts'
import type { RunBrief } from './run-brief.ts'

const numberOrNull = orNull(number)
const textOrNull = orNull(text)
const gitOrNull = orNull(gitMeta)
const trialsOrNull = orNull(trialCounts)
const texts = listOf(text)

const FIELDS = [
  ...(['format', 'name', 'namespace', 'description', 'start_time', 'end_time', 'duration', 'error_type', 'seed'] as const),
  ...([
    'testing',
    'debug',
    'git',
    'results',
    'file',
    'export',
    'parent',
    'sweep',
    'trials',
    'status',
    'warnings',
    'series',
    'secrets',
  ] as const),
] as const

const PLACE = { file: 'index' }

/** Where the index has a parameter. */
export function parameterFactKey(name: string): string {
  return `params.${name}`
}

export function briefFacts(brief: RunBrief): Facts {
  return {
    keys: [...FIELDS, ...Object.keys(brief.parameters).map(parameterFactKey)],
    cells: [...FIELDS.map((field) => brief[field] as JsonValue), ...Object.values(brief.parameters)],
  }
}

/** A brief whose fields are read when they are asked for. */
export class RowBrief implements RunBrief {
  readonly #row: Row
  readonly #read: () => RunBrief

  /** `read` gives the brief where a fact is not what it has to be. */
  constructor(row: Row, read: () => RunBrief) {
    this.#row = row
    this.#read = read
  }

  #fact<K extends (typeof FIELDS)[number]>(field: K, parse: Parse<RunBrief[K]>): RunBrief[K] {
    try {
      return parse(this.#row.cell(field), PLACE)
    } catch (error) {
      if (error instanceof RunlabError) return this.#read()[field]
      throw error
    }
  }

  get format(): RunBrief['format'] {
    return this.#fact('format', number)
  }

  get series(): RunBrief['series'] {
    return this.#fact('series', number)
  }

  get name(): RunBrief['name'] {
    return this.#fact('name', text)
  }

  get namespace(): RunBrief['namespace'] {
    return this.#fact('namespace', text)
  }

  get description(): RunBrief['description'] {
    return this.#fact('description', text)
  }

  get start_time(): RunBrief['start_time'] {
    return this.#fact('start_time', number)
  }

  get end_time(): RunBrief['end_time'] {
    return this.#fact('end_time', numberOrNull)
  }

  get duration(): RunBrief['duration'] {
    return this.#fact('duration', number)
  }

  get error_type(): RunBrief['error_type'] {
    return this.#fact('error_type', textOrNull)
  }

  get seed(): RunBrief['seed'] {
    return this.#fact('seed', numberOrNull)
  }

  get testing(): RunBrief['testing'] {
    return this.#fact('testing', flag)
  }

  get debug(): RunBrief['debug'] {
    return this.#fact('debug', flag)
  }

  get git(): RunBrief['git'] {
    return this.#fact('git', gitOrNull)
  }

  get results(): RunBrief['results'] {
    return this.#fact('results', resultsMeta)
  }

  get file(): RunBrief['file'] {
    return this.#fact('file', text)
  }

  get export(): RunBrief['export'] {
    return this.#fact('export', textOrNull)
  }

  get parent(): RunBrief['parent'] {
    return this.#fact('parent', textOrNull)
  }

  get sweep(): RunBrief['sweep'] {
    return this.#fact('sweep', textOrNull)
  }

  get trials(): RunBrief['trials'] {
    return this.#fact('trials', trialsOrNull)
  }

  get status(): RunBrief['status'] {
    return this.#fact('status', status)
  }

  get warnings(): RunBrief['warnings'] {
    return this.#fact('warnings', number)
  }

  get secrets(): RunBrief['secrets'] {
    return this.#fact('secrets', texts)
  }

  get parameters(): RunBrief['parameters'] {
    return parametersOf(this.#row)
  }
}

function parametersOf({ block, index }: Row): RunBrief['parameters'] {
  const parameters: Record<string, JsonValue> = {}
  for (const [at, key] of block.keys.slice(FIELDS.length).entries())
    defineOwn(parameters, key.slice(parameterFactKey('').length), block.cell(FIELDS.length + at, index))
  return parameters
}
