/** A text and the name it has in the diff. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/** More lines taken out and put in than this are no difference that anyone reads, and take seconds to find. */
export const MOST_EDITS = 4000

/** Lines of context. */
const CONTEXT = 3

/** The unified diff of two texts, of which one may be missing; null where they have too little in common. */
export async function unifiedDiff(before: NamedText | null, after: NamedText | null): Promise<string | null> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff') // few commands need it
  const names = [before?.name ?? '/dev/null', after?.name ?? '/dev/null'] as const
  const texts = [before?.text ?? '', after?.text ?? ''] as const
  const isOneSided = before === null || after === null
  const options = { context: CONTEXT, headerOptions: FILE_HEADERS_ONLY }
  const patch = isOneSided
    ? createTwoFilesPatch(...names, ...texts, undefined, undefined, options)
    : createTwoFilesPatch(...names, ...texts, undefined, undefined, { ...options, maxEditLength: MOST_EDITS })
  return patch ?? null
}
