import type { SnapshotFile } from '../../format/records.ts'

/** A file of the first run and what it is in the second. */
export interface FilePair {
  readonly before: SnapshotFile | null
  readonly after: SnapshotFile | null
}

type Files = readonly SnapshotFile[]

/** What makes two files the same one, in the order in which it is tried: their places, else that both are the entry. */
const TIES: readonly ((file: SnapshotFile) => string | null)[] = [
  ({ source }) => source,
  ({ path }) => path,
  ({ role }) => (role === 'entry' ? role : null),
]

/** Pairs the captured files of two runs, each with at most one of the other, in order of their paths in the project. */
export function pairFiles(before: Files, after: Files): readonly FilePair[] {
  const pairs: FilePair[] = []
  let [ones, others] = [before, after]
  for (const tie of TIES) {
    const partners = new Map(others.map((file) => [tie(file), file]))
    partners.delete(null)
    const found = ones.flatMap((file) => {
      const partner = partners.get(tie(file))
      partners.delete(tie(file))
      return partner === undefined ? [] : [{ before: file, after: partner }]
    })
    pairs.push(...found)
    ones = ones.filter((file) => !found.some((pair) => pair.before === file))
    others = others.filter((file) => !found.some((pair) => pair.after === file))
  }
  return [
    ...pairs,
    ...ones.map((file) => ({ before: file, after: null })),
    ...others.map((file) => ({ before: null, after: file })),
  ].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

function placeOf({ before, after }: FilePair): string {
  return (after ?? before)?.source ?? ''
}
