import type { Comment } from 'oxc-parser'
import { cleanDocComment } from './doc-comment.ts'

/** Comments that talk to tools. */
const DIRECTIVE = /^\s*(?:eslint|oxlint|prettier|biome|dprint|@ts-|c8|v8|istanbul|#(?:end)?region)/

/** Finds what comments say about the code beside them. */
export class CommentReader {
  readonly #text: string
  readonly #comments: readonly Comment[]

  constructor(text: string, comments: readonly Comment[]) {
    this.#text = text
    this.#comments = comments
  }

  /** The first doc comment that ends before `end` and says something. */
  firstBefore(end: number): string | null {
    for (const comment of this.#comments) {
      if (comment.end > end) return null
      const said = describe(comment)
      if (said !== null) return said
    }
    return null
  }

  /**
   * The doc comment directly above what starts at `start`. `after` is where what precedes it ends:
   * a comment in that line is about that, when what is asked for is in another.
   */
  above(start: number, after: number): string | null {
    let below = start
    for (let index = this.#comments.findLastIndex(({ end }) => end <= start); index >= 0; index--) {
      const comment = this.#comments[index]
      if (comment === undefined || comment.start < after || this.#text.slice(comment.end, below).trim() !== '') return null
      const isTrailing = after > 0 && !this.#hasBreak(after, comment.start) && this.#hasBreak(comment.end, start)
      if (isTrailing && /^[\s,]*$/.test(this.#text.slice(after, comment.start))) return null
      const said = describe(comment)
      if (said !== null) return said
      below = comment.start
    }
    return null
  }

  /** The comment behind what ends at `end`, in its line and with no more code behind it. */
  behind(end: number): string | null {
    const gap = /^[ \t]*,?[ \t]*/.exec(this.#text.slice(end, end + 200))?.[0].length ?? 0
    const comment = this.#comments.find(({ start }) => start === end + gap)
    if (comment === undefined) return null
    if (comment.type === 'Line') return DIRECTIVE.test(comment.value) ? null : comment.value.replace(/^\/+/, '').trim() || null
    return /^[ \t]*,?[ \t]*(?:\r?\n|$|\/\/)/.test(this.#text.slice(comment.end)) ? describe(comment) : null
  }

  #hasBreak(from: number, to: number): boolean {
    return this.#text.slice(from, to).includes('\n')
  }
}

function describe({ type, value }: Comment): string | null {
  if (type !== 'Block' || !value.startsWith('*')) return null
  return cleanDocComment(value) || null
}
