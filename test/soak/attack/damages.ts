import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

type Random = () => number

interface Target {
  /** Absolute path of a file of the run. */
  readonly file: string
  /** Others of the run. */
  readonly files: readonly string[]
  readonly random: Random
  /** A folder that is no part of the archive. */
  readonly outside: string
}

const whole = (random: Random, most: number): number => Math.floor(random() * most)

const flip = ({ file, random }: Target, bits: number): void => {
  const bytes = readFileSync(file)
  if (bytes.length === 0) return
  for (let n = 0; n < bits; n++) {
    const at = whole(random, bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << whole(random, 8))
  }
  writeFileSync(file, bytes)
}

const replaceBy =
  (make: (file: string, target: Target) => void) =>
  (target: Target): void => {
    rmSync(target.file, { force: true })
    make(target.file, target)
  }

/** Changes JSON where there is some, a line of it or all. */
const rewrite =
  (change: (text: string, random: Random) => string) =>
  ({ file, random }: Target): void => {
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, change(text, random))
  }

const pick = <T>(random: Random, all: readonly T[]): T => all[whole(random, all.length)] as T

/** A value of another type in place of a random one. */
function changeType(text: string, random: Random): string {
  const places = [...text.matchAll(/: ?("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null|\[\]|\{\})/g)]
  const place = pick(random, places)
  if (place === undefined) return text
  const other = pick(random, [
    '7',
    '-1',
    '1e308',
    '"text"',
    'null',
    'true',
    '[]',
    '{}',
    '[[[1]]]',
    '{"$runlab":"Set","value":3}',
    '"../../../outside"',
  ])
  return `${text.slice(0, place.index)}:${other}${text.slice(place.index + place[0].length)}`
}

function makeHuge(text: string, random: Random): string {
  const places = [...text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"/g)]
  const place = pick(random, places)
  if (place === undefined) return text
  return `${text.slice(0, place.index)}"${'w'.repeat(30_000_000)}"${text.slice(place.index + place[0].length)}`
}

function repeatLines(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = whole(random, lines.length)
  return lines.toSpliced(at, 0, ...Array.from({ length: 1 + whole(random, 5) }, () => lines[at] ?? '')).join('\n')
}

export const DAMAGES: Readonly<Record<string, (target: Target) => void>> = {
  'cut off': ({ file, random }) => truncateSync(file, whole(random, readFileSync(file).length + 1)),
  'one bit flipped': (target) => flip(target, 1),
  'many bits flipped': (target) => flip(target, 1 + whole(target.random, 200)),
  'zeros in the middle': ({ file, random }) => {
    const bytes = readFileSync(file)
    const start = whole(random, bytes.length)
    writeFileSync(file, bytes.fill(0, start, Math.min(bytes.length, start + 1 + whole(random, 512))))
  },
  'swapped with another file': ({ file, files, random }) => {
    const other = pick(random, files)
    if (other === file) return
    renameSync(other, `${file}.swap`)
    renameSync(file, other)
    renameSync(`${file}.swap`, file)
  },
  deleted: ({ file }) => rmSync(file),
  'a folder in its place': replaceBy((file) => mkdirSync(file)),
  'a pipe in its place': replaceBy((file) => execFileSync('mkfifo', [file])),
  'a socket in its place': replaceBy((file) => makeSocket(file)),
  'a link in a circle in its place': replaceBy((file) => symlinkSync(file, file)),
  'a link to outside in its place': replaceBy((file, { outside, random }) =>
    symlinkSync(join(outside, pick(random, ['private.txt', 'folder', 'nothing'])), file),
  ),
  'its folder moved outside, behind a link': ({ file, outside }) => {
    const folder = join(file, '..')
    if (readdirSync(folder).includes('experiment_meta.json')) return
    const moved = join(mkdtempSync(join(outside, 'moved-')), 'folder')
    renameSync(folder, moved)
    symlinkSync(moved, folder)
  },
  'a sparse file of 4 GB in its place': replaceBy((file) => {
    writeFileSync(file, '')
    truncateSync(file, 4 * 2 ** 30)
  }),
  'a value of a wrong type': rewrite(changeType),
  'a string of 30 MB': rewrite(makeHuge),
  'repeated lines': rewrite(repeatLines),
  'letters that are none': ({ file, random }) => {
    const bytes = readFileSync(file)
    const at = whole(random, bytes.length + 1)
    writeFileSync(file, Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc3, 0x28]), bytes.subarray(at)]))
  },
  'of another version': rewrite((text, random) =>
    text.replace(/"format": ?1/, `"format": ${pick(random, ['99', '0', '-1', '"1"', '1.5'])}`),
  ),
}

/** Damages a random file of a run, one or two of them, and says how. The same random numbers do the same. */
export function damage(folder: string, kind: string, { random, outside }: Pick<Target, 'random' | 'outside'>): string {
  const said: string[] = []
  for (let n = random() < 0.3 ? 2 : 1; n > 0; n--) {
    const files = filesOf(folder)
    const wanted = kind === 'of another version' ? files.filter((one) => one.endsWith('_meta.json')) : files
    const file = pick(random, important(wanted, random))
    if (file === undefined) break
    DAMAGES[kind]?.({ file, files, random, outside })
    said.push(`${relative(folder, file)}: ${kind}`)
  }
  return said.join('; ')
}

/** What runlab reads is damaged more often than pictures. */
function important(files: readonly string[], random: Random): readonly string[] {
  const read = files.filter((file) => /\.(json|jsonl|parquet|points|pages)$|\.log$/.test(file) && !file.includes('/visuals/'))
  return random() < 0.8 && read.length > 0 ? read : files
}

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** Sockets are removed by who closes them: these stay until the process ends. */
function makeSocket(file: string): void {
  const short = join(mkdtempSync(join(tmpdir(), 's-')), 's')
  const server = createServer().listen(short).unref()
  void server
  renameSync(short, file)
}
