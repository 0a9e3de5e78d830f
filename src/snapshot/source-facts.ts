import type { Expression, ObjectExpression } from 'oxc-parser'
import { CommentReader } from './comment-reader.ts'
import { findExperiments } from './find-experiments.ts'
import type { FoundExperiment } from './find-experiments.ts'
import { ModuleScope, keyOf } from './module-scope.ts'
import { parseSource } from './parse-source.ts'
import { readPropertyDocs } from './property-docs.ts'
import type { PropertyDocs } from './property-docs.ts'

/** What an experiment's source says of it beyond what its code does. */
export interface ExperimentFacts {
  /** `default`, `experiment`, …; none when it is not exported. */
  readonly exportNames: readonly string[]
  /** The comment on its own statement, else the file's. */
  readonly description: string | null
  /** Comments of its own parameters, derived ones included. */
  readonly parameters: Readonly<Record<string, string>>
  readonly hooks: Readonly<Record<string, string>>
  /** Keys of `parameters`, in order; null when the source does not tell. */
  readonly parameterNames: readonly string[] | null
  readonly call: 'defineExperiment' | 'extend'
  /** Of the called name, from 1. */
  readonly line: number
}

export interface SourceFacts {
  readonly fileDescription: string | null
  readonly experiments: readonly ExperimentFacts[]
}

const NO_FACTS: SourceFacts = { fileDescription: null, experiments: [] }
const NO_DOCS: PropertyDocs = { names: [], docs: {} }

/** Reads descriptions from a module's text. A module that defines no experiment, or cannot be parsed, says nothing. */
export async function readSourceFacts(file: string, text: string): Promise<SourceFacts> {
  if (!text.includes('defineExperiment') && !text.includes('.extend(')) return NO_FACTS
  const { program, comments } = await parseSource(file, text)
  const reader = new CommentReader(text, comments)
  const scope = new ModuleScope(program)
  const first = program.body.find((statement) => !('directive' in statement && statement.directive))
  const fileDescription = reader.firstBefore(first?.start ?? text.length)
  const ends = program.body.map(({ end }) => end)
  const describe = (found: FoundExperiment): ExperimentFacts => {
    const { at, start, call, definition, exportNames } = found
    const sections = readSections(definition, scope, reader)
    return {
      exportNames,
      description: reader.above(start, ends.findLast((end) => end <= start) ?? 0) ?? fileDescription,
      ...sections,
      call,
      line: text.slice(0, at).split('\n').length,
    }
  }
  return { fileDescription, experiments: findExperiments(program, scope).map(describe) }
}

function readSections(
  definition: Expression | null,
  scope: ModuleScope,
  reader: CommentReader,
): Pick<ExperimentFacts, 'parameters' | 'hooks' | 'parameterNames'> {
  const object = definition === null ? null : scope.objectOf(definition)
  if (object === null) return { parameters: {}, hooks: {}, parameterNames: null }
  const docsOf = (name: string): PropertyDocs => {
    const section = sectionOf(object, name, scope)
    if (section === undefined) return NO_DOCS
    return section === null ? { names: null, docs: {} } : readPropertyDocs(section, scope, reader)
  }
  const { names, docs } = docsOf('parameters')
  return { parameters: { ...docs, ...docsOf('derived').docs }, hooks: docsOf('hooks').docs, parameterNames: names }
}

/** The object literal that a definition has under a name; undefined when it has none, null when the source does not tell. */
function sectionOf(
  definition: ObjectExpression,
  name: string,
  scope: ModuleScope,
  depth = 0,
): ObjectExpression | null | undefined {
  for (const property of definition.properties.toReversed()) {
    if (property.type === 'SpreadElement') {
      const spread = depth > 20 ? null : scope.objectOf(property.argument)
      const section = spread === null ? null : sectionOf(spread, name, scope, depth + 1)
      if (section !== undefined) return section
    } else if (keyOf(property) === name) {
      return scope.objectOf(property.value)
    }
  }
  return undefined
}
