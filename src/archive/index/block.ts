import { listOf, number, text } from '../../format/json-parsers.ts'
import { isJsonArray, isJsonObject } from '../../format/json-value.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import type { FileState } from './file-state.ts'

/** What is kept of a file of a run: tagged JSON by key, in which a number may be any. */
export interface Facts {
  /** The same list for runs that have the same. */
  readonly keys: readonly string[]
  readonly cells: readonly JsonValue[]
}

/** A row that is to be written. */
export interface NewRow extends FileState, Facts {
  /** Of the run in its archive. */
  readonly path: string
  /** What rows are sorted by. */
  readonly order: number
}

const PLACE = { file: 'index' }

/** A single cell stands for all rows. */
type Column = Float64Array | readonly JsonValue[]

const STATES = ['mtimeMs', 'size', 'ino', 'order'] as const
type States = Readonly<Record<(typeof STATES)[number], Column>>

/** Rows that have the same keys: a line with these and with what tells whether each is as it was, then a line for each key. */
export class Block {
  readonly keys: readonly string[]
  readonly paths: readonly string[]
  readonly #states: States
  readonly #lines: readonly (() => string)[]
  readonly #columns: Column[] = []
  readonly #places: ReadonlyMap<string, number>

  /** `nextLine` gives what reads a line, which is done when it is first asked for. Throws ARCHIVE_FORMAT where the first is none. */
  constructor(head: string, nextLine: () => () => string) {
    const json = parseJsonText(head, 'index')
    const { keys, paths, ...states } = isJsonObject(json) ? json : {}
    this.keys = listOf(text)(keys, PLACE)
    this.paths = listOf(text)(paths, PLACE)
    this.#states = Object.fromEntries(STATES.map((name) => [name, columnOf(states[name])])) as States
    this.#lines = this.keys.map(() => nextLine())
    this.#places = new Map(this.keys.map((key, place) => [key, place]))
  }

  state(name: keyof States, row: number): number {
    return number(cellOf(this.#states[name], row), PLACE)
  }

  /** Where a key stands; undefined where these rows do not have it. */
  placeOf(key: string): number | undefined {
    return this.#places.get(key)
  }

  cell(place: number, row: number): JsonValue {
    this.#columns[place] ??= columnOf(parseJsonText(this.#lines[place]?.() ?? '[]', 'index'))
    return cellOf(this.#columns[place], row)
  }
}

/** A run in a block. */
export class Row implements FileState {
  readonly block: Block
  readonly index: number

  constructor(block: Block, index: number) {
    this.block = block
    this.index = index
  }

  get mtimeMs(): number {
    return this.block.state('mtimeMs', this.index)
  }

  get size(): number {
    return this.block.state('size', this.index)
  }

  get ino(): number {
    return this.block.state('ino', this.index)
  }

  get order(): number {
    return this.block.state('order', this.index)
  }

  /** Undefined where the row does not have the key. */
  cell(key: string): JsonValue | undefined {
    const place = this.block.placeOf(key)
    return place === undefined ? undefined : this.block.cell(place, this.index)
  }

  /** All of it, as it is to be written again. */
  toNew(): NewRow {
    const { block, index, mtimeMs, size, ino, order } = this
    const cells = block.keys.map((_, place) => block.cell(place, index))
    return { path: block.paths[index] ?? '', keys: block.keys, cells, mtimeMs, size, ino, order }
  }
}

/** The lines of a block of rows with these keys, each made when it is asked for. */
export function* blockLines(keys: readonly string[], rows: readonly NewRow[]): Generator<string, void, undefined> {
  const states = STATES.map((name) => `"${name}":${columnLine(rows.map((row) => row[name]))}`)
  const paths = rows.map(({ path }) => path)
  const head = `{"keys":${JSON.stringify(keys)},"paths":${JSON.stringify(paths)},${states.join(',')}}`
  yield head
  for (const place of keys.keys()) yield columnLine(rows.map(({ cells }) => cells[place] ?? null))
}

/** Numbers as bytes in base64, which are read fifteen times as fast. */
function columnLine(cells: readonly JsonValue[]): string {
  const [first] = cells
  if (cells.every((cell) => typeof cell === 'number')) {
    const isConstant = cells.every((cell) => Object.is(cell, first))
    return JSON.stringify(isConstant ? [encodeValue(first)] : encodeValue(Float64Array.from(cells)))
  }
  const texts = cells.map((cell) => JSON.stringify(typeof cell === 'number' ? encodeValue(cell) : cell))
  return `[${new Set(texts).size === 1 ? texts[0] : texts.join(',')}]`
}

function columnOf(json: JsonValue | undefined): Column {
  if (json === undefined || isJsonArray(json)) return json ?? []
  const numbers = decodeValue(json)
  return numbers instanceof Float64Array ? numbers : []
}

function cellOf(column: Column | undefined, row: number): JsonValue {
  return (column?.length === 1 ? column[0] : column?.[row]) ?? null
}
