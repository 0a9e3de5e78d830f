import type { Expression, ObjectExpression } from 'oxc-parser'
import type { CodePosition } from '../internal/code-frame.ts'
import { CommentReader } from './comment-reader.ts'
import { findExperiments } from './find-experiments.ts'
import type { FoundExperiment } from './find-experiments.ts'
import { ModuleScope, keyOf } from './module-scope.ts'
import { parseSource } from './parse-source.ts'
import { readPropertyDocs } from './property-docs.ts'
import type { PropertyDocs } from './property-docs.ts'

/** Sections of a definition that are about parameters or hooks. */
export type FactSection = 'parameters' | 'derived' | 'override' | 'testing' | 'hooks' | 'implement' | 'analyses'

/** What the source of an experiment, an extension or a mixin says of it beyond what its code does. */
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
  readonly call: FoundExperiment['call']
  /** Of the called name, from 1. */
  readonly line: number
  /** The line of what a section says of a name, from 1; null where the source does not tell. */
  lineOf(section: FactSection, name: string): number | null
  /** Where its definition says something of a name: a parameter, a hook, a section; null where the source does not tell. */
  find(name: string): CodePosition | null
}

export interface SourceFacts {
  readonly fileDescription: string | null
  /** Extensions among them. */
  readonly experiments: readonly ExperimentFacts[]
  readonly mixins: readonly ExperimentFacts[]
}

const SECTIONS: readonly FactSection[] = ['parameters', 'derived', 'override', 'testing', 'hooks', 'implement', 'analyses']

const NO_FACTS: SourceFacts = { fileDescription: null, experiments: [], mixins: [] }
const NO_DOCS: PropertyDocs = { names: [], docs: {}, starts: {} }

/** Reads descriptions from a module's text. A module that defines nothing, or cannot be parsed, says nothing. */
export async function readSourceFacts(file: string, text: string): Promise<SourceFacts> {
  if (!text.includes('defineExperiment') && !text.includes('.extend(') && !text.includes('defineMixin')) return NO_FACTS
  const { program, comments } = await parseSource(file, text)
  const reader = new CommentReader(text, comments)
  const scope = new ModuleScope(program)
  const first = program.body.find((statement) => !('directive' in statement && statement.directive))
  const fileDescription = reader.firstBefore(first?.start ?? text.length)
  const ends = program.body.map(({ end }) => end)
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  const describe = ({ at, start, call, definition, exportNames }: FoundExperiment): ExperimentFacts => {
    const docsOf = sectionReader(definition, scope, reader)
    const parameters = docsOf('parameters')
    return {
      exportNames,
      description: reader.above(start, ends.findLast((end) => end <= start) ?? 0) ?? fileDescription,
      parameters: { ...parameters.docs, ...docsOf('derived').docs },
      hooks: docsOf('hooks').docs,
      parameterNames: definition === null ? null : parameters.names,
      call,
      line: lineAt(at),
      lineOf(section, name) {
        const { starts } = docsOf(section)
        const offset = ownValue(starts, name)
        return offset === undefined ? null : lineAt(offset)
      },
      find(name) {
        const starts = [...SECTIONS.map((section) => docsOf(section).starts), ownKeys(definition, scope, reader)]
        const offset = starts.map((known) => ownValue(known, name)).find((known) => known !== undefined)
        return offset === undefined ? null : { line: lineAt(offset), column: offset - text.lastIndexOf('\n', offset - 1) }
      },
    }
  }
  const found = findExperiments(program, scope).map(describe)
  return {
    fileDescription,
    experiments: found.filter(({ call }) => call !== 'defineMixin'),
    mixins: found.filter(({ call }) => call === 'defineMixin'),
  }
}

/** Reads the sections of a definition, each when it is first asked for. */
function sectionReader(
  definition: Expression | null,
  scope: ModuleScope,
  reader: CommentReader,
): (section: FactSection) => PropertyDocs {
  const object = definition === null ? null : scope.objectOf(definition)
  const read = new Map<FactSection, PropertyDocs>()
  return (name) => {
    const known = read.get(name)
    if (known !== undefined) return known
    const section = object === null ? null : sectionOf(object, name, scope)
    const docs = section === undefined ? NO_DOCS : section === null ? UNTOLD : readPropertyDocs(section, scope, reader)
    read.set(name, docs)
    return docs
  }
}

/** Where the sections of a definition begin. */
function ownKeys(definition: Expression | null, scope: ModuleScope, reader: CommentReader): PropertyDocs['starts'] {
  const object = definition === null ? null : scope.objectOf(definition)
  return object === null ? {} : readPropertyDocs(object, scope, reader).starts
}

function ownValue(values: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

const UNTOLD: PropertyDocs = { names: null, docs: {}, starts: {} }

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
