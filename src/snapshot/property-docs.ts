import type { ObjectExpression } from 'oxc-parser'
import type { CommentReader } from './comment-reader.ts'
import { keyOf } from './module-scope.ts'
import type { ModuleScope } from './module-scope.ts'

/** What a literal object's source says of its properties. */
export interface PropertyDocs {
  /** In order; null when some cannot be told from the source. */
  readonly names: readonly string[] | null
  /** Of those that have a comment. */
  readonly docs: Readonly<Record<string, string>>
  /** Where each begins, as an offset in the text. */
  readonly starts: Readonly<Record<string, number>>
}

/** Reads an object literal's properties and their comments, those of objects spread into it included. */
export function readPropertyDocs(object: ObjectExpression, scope: ModuleScope, comments: CommentReader, depth = 0): PropertyDocs {
  const names = new Set<string>()
  const docs = new Map<string, string>()
  const starts = new Map<string, number>()
  let isComplete = depth < 20
  let after = object.start + 1
  for (const property of isComplete ? object.properties : []) {
    if (property.type === 'SpreadElement') {
      const spread = scope.objectOf(property.argument)
      const inner = spread === null ? null : readPropertyDocs(spread, scope, comments, depth + 1)
      isComplete &&= inner !== null && inner.names !== null
      for (const name of inner?.names ?? []) names.add(name)
      for (const [name, doc] of Object.entries(inner?.docs ?? {})) docs.set(name, doc)
      for (const [name, start] of Object.entries(inner?.starts ?? {})) starts.set(name, start)
    } else {
      const name = keyOf(property)
      isComplete &&= name !== null
      if (name !== null) {
        names.add(name)
        starts.set(name, property.start)
        const isFirst = property === object.properties[0]
        const doc = comments.above(property.start, isFirst ? 0 : after) ?? comments.behind(property.end)
        if (doc !== null) docs.set(name, doc)
      }
    }
    after = property.end
  }
  return { names: isComplete ? [...names] : null, docs: Object.fromEntries(docs), starts: Object.fromEntries(starts) }
}
