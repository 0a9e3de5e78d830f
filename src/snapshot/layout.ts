import { basename, dirname, relative, sep } from 'node:path'
import { commonFolder } from '../internal/common-folder.ts'
import { isInside } from '../internal/is-inside.ts'
import type { Ground } from './ground.ts'

/** The names at the top of `code/` that are runlab's: the patch, and folders for files that keep no place in the project's tree. */
export const PATCH = 'git.patch'
export const COLLIDED = '_collided'
const OUTSIDE = '_outside'
const RESERVED = [PATCH, COLLIDED, OUTSIDE]

/** A tree of captured files and where it lies below `code/`. */
export interface Tree {
  /** Real path of the folder. */
  readonly base: string
  /** POSIX path below `code/`, '' for `code/` itself. */
  readonly at: string
}

/**
 * Where captured files lie below `code/`: first the project's tree, then others. A file belongs to the first that holds it.
 *
 * To run the archive, whatever names a file by place (`./x`, tsconfig `paths`, package.json `imports`) must find it in the same
 * place. So files that name one another so keep their places to one another: one common tree. Only files that are reached through
 * links (`npm link`, `file:` dependencies) or absolute paths can move; those from outside the folder that holds the checkout do, to
 * `_outside/<n>_<name>/`, or the common folder would be `/` and `code/` repeat the machine's folders.
 */
export type Layout = readonly [Tree, ...Tree[]]

export interface LayoutOptions {
  readonly entry: string
  /** Real paths of all captured files. */
  readonly files: readonly string[]
  /** Pairs of files that keep their places to one another. */
  readonly bonds: readonly (readonly [string, string])[]
  readonly ground: Ground
}

export function planLayout({ entry, files, bonds, ground }: LayoutOptions): Layout {
  const isPinned = (path: string): boolean => path === entry || isInside(ground.top, path)
  const pins = files.filter(isPinned).map((path) => [entry, path] as const)
  const groups = groupByBonds([entry, ...files], [...pins, ...bonds])
  const main = groups.find((paths) => paths.includes(entry)) ?? [entry]
  const root = baseOf(main)
  const bases = groups.map(baseOf).filter((base) => !isInside(root, base))
  return [{ base: root, at: '' }, ...outsideTrees(bases, 1)]
}

/** The layout with trees for the files that have no place yet. */
export function extendLayout(layout: Layout, files: readonly string[], bonds: LayoutOptions['bonds']): Layout {
  const homeless = files.filter((path) => placeIn(layout, path) === null)
  const taken = layout.map(({ at }) => Number(/^_outside\/(\d+)_/.exec(at)?.[1] ?? 0))
  return [...layout, ...outsideTrees(groupByBonds(homeless, bonds).map(baseOf), Math.max(...taken) + 1)]
}

/** Where a path lies below `code/`, or null when it is in none of the trees. */
export function placeIn(layout: Layout, path: string): string | null {
  const tree = layout.find(({ base }) => isInside(base, path))
  if (tree === undefined) return null
  const parts = relative(tree.base, path).split(sep)
  const isReserved = tree.at === '' && RESERVED.includes(parts[0]?.toLowerCase() ?? '')
  return [isReserved ? COLLIDED : tree.at, ...parts].filter((part) => part !== '').join('/')
}

function outsideTrees(bases: readonly string[], first: number): Tree[] {
  return bases.toSorted().map((base, index) => ({ base, at: `${OUTSIDE}/${first + index}_${basename(base) || 'root'}` }))
}

function baseOf(paths: readonly string[]): string {
  return commonFolder(paths.map((path) => dirname(path))) ?? sep
}

/** The files in groups that bonds hold together. */
function groupByBonds(files: readonly string[], bonds: LayoutOptions['bonds']): string[][] {
  const leaders = new Map<string, string>()
  const leaderOf = (path: string): string => {
    let leader = path
    for (let above = leaders.get(path); above !== undefined; above = leaders.get(above)) leader = above
    if (leader !== path) leaders.set(path, leader)
    return leader
  }
  for (const [one, other] of bonds) {
    const [a, b] = [leaderOf(one), leaderOf(other)]
    if (a !== b) leaders.set(b, a)
  }
  const groups = new Map<string, string[]>()
  for (const path of new Set(files)) {
    const leader = leaderOf(path)
    const group = groups.get(leader)
    if (group) group.push(path)
    else groups.set(leader, [path])
  }
  return [...groups.values()]
}
