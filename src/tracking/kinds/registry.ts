import { checkKinds } from '../../api/check-kinds.ts'
import { runlabError } from '../../errors.ts'
import { matrixKind, vectorKind } from './array.ts'
import { audioKind } from './audio.ts'
import { figureKind } from './figure.ts'
import { guardKind } from './guard-kind.ts'
import { histogramKind } from './histogram.ts'
import { imageKind } from './image.ts'
import { jsonKind } from './json.ts'
import type { Kind } from './kind.ts'
import { tableKind } from './table.ts'
import { textKind } from './text.ts'
import { videoKind } from './video.ts'

/**
 * In the order in which they are asked. Some take more than `find` gives them, so that a series of theirs may hold it: images
 * SVG, text any string, vectors and tables an empty array, JSON all that it can hold.
 */
const BUILT_IN: readonly Kind[] = [
  figureKind,
  imageKind,
  audioKind,
  videoKind,
  histogramKind,
  tableKind,
  matrixKind,
  vectorKind,
  textKind,
  jsonKind,
]

const NAME = /^[a-z][a-z0-9-]*$/

/** The kinds of data that series can hold, but for numbers, which have a way of their own. */
export class KindRegistry {
  readonly #kinds: ReadonlyMap<string, Kind>

  /** Extra kinds are asked before the built-in ones. Throws DEFINITION_INVALID for what is none, or has no name of its own. */
  constructor(extra: readonly Kind[] = []) {
    const kinds = new Map<string, Kind>()
    for (const kind of [...checkKinds(extra), ...BUILT_IN]) {
      const { name } = kind
      if (!NAME.test(name))
        throw runlabError('DEFINITION_INVALID', { what: `the kind "${name}" needs a name like "point-cloud"` })
      if (kinds.has(name) || name === 'number') {
        throw runlabError('DEFINITION_INVALID', { what: `the kind "${name}" has the name of another kind` })
      }
      kinds.set(name, BUILT_IN.includes(kind) ? kind : guardKind(kind))
    }
    this.#kinds = kinds
  }

  /** The kind of a series that begins with a value: the first that accepts it. Null when none does. */
  find(value: unknown): Kind | null {
    for (const kind of this.#kinds.values()) {
      // Nobody knows what an empty array will go on with.
      if (kind.accepts(value)) return kind === tableKind && isEmpty(value) ? jsonKind : kind
    }
    return null
  }

  /** Null for a name that no kind has. */
  get(name: string): Kind | null {
    return this.#kinds.get(name) ?? null
  }

  names(): readonly string[] {
    return [...this.#kinds.keys()]
  }
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
