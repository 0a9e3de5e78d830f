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
  ...(['name', 'namespace', 'description', 'start_time', 'end_time', 'duration', 'error_type', 'seed'] as const),
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

/** A brief whose fields are read when they are asked for; `read` gives it where a fact is not what it has to be. */
export function briefOfRow(row: Row, read: () => RunBrief): RunBrief {
  const fact = <K extends (typeof FIELDS)[number]>(field: K, parse: Parse<RunBrief[K]>): RunBrief[K] => {
    try {
      return parse(row.cell(field), PLACE)
    } catch (error) {
      if (error instanceof RunlabError) return read()[field]
      throw error
    }
  }
  return {
    get name() {
      return fact('name', text)
    },
    get namespace() {
      return fact('namespace', text)
    },
    get description() {
      return fact('description', text)
    },
    get start_time() {
      return fact('start_time', number)
    },
    get end_time() {
      return fact('end_time', numberOrNull)
    },
    get duration() {
      return fact('duration', number)
    },
    get error_type() {
      return fact('error_type', textOrNull)
    },
    get seed() {
      return fact('seed', numberOrNull)
    },
    get testing() {
      return fact('testing', flag)
    },
    get debug() {
      return fact('debug', flag)
    },
    get git() {
      return fact('git', gitOrNull)
    },
    get results() {
      return fact('results', resultsMeta)
    },
    get file() {
      return fact('file', text)
    },
    get export() {
      return fact('export', textOrNull)
    },
    get parent() {
      return fact('parent', textOrNull)
    },
    get sweep() {
      return fact('sweep', textOrNull)
    },
    get trials() {
      return fact('trials', trialsOrNull)
    },
    get status() {
      return fact('status', status)
    },
    get warnings() {
      return fact('warnings', number)
    },
    get secrets() {
      return fact('secrets', texts)
    },
    get parameters() {
      return parametersOf(row)
    },
  }
}

function parametersOf({ block, index }: Row): RunBrief['parameters'] {
  const parameters: Record<string, JsonValue> = {}
  for (const [at, key] of block.keys.slice(FIELDS.length).entries())
    defineOwn(parameters, key.slice(parameterFactKey('').length), block.cell(FIELDS.length + at, index))
  return parameters
}
