import { createHash } from 'node:crypto'
import { extname, join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject } from '../../format/json-value.ts'
import type { RunMeta } from '../../format/meta.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { readRegular } from '../../internal/regular-file.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import { summariseNumbers, summariseOrder } from '../../tracking/columns/summary.ts'
import type { PointColumns } from '../../tracking/columns/summary.ts'
import { imageSize } from '../../tracking/kinds/image-size.ts'
import type { Block, SourceSeries } from '../../tracking/reading/blocks.ts'

/**
 * What a run of PyComex has tracked: lists among its values, by the names in `__track__`. Steps are counted from 0; times
 * are NaN, since PyComex records none.
 */
export function readPycomexSeries(folder: string, { __track__ }: RunMeta, values: JsonObject): readonly SourceSeries[] {
  const tree = ValueTree.fromEncoded(values, join(folder, FILES.data))
  return Array.from(new Set(__track__)).flatMap((name) => {
    const tracked = tree.has(name) ? tree.get(name) : undefined
    if (!Array.isArray(tracked) || tracked.length === 0) return []
    if (tracked.every(isNumber)) return [numbersOf(name, tracked.map(Number))]
    const files = tracked.filter((file): file is string => typeof file === 'string' && isImageOf(folder, file))
    return files.length === 0 ? [] : [imagesOf(name, folder, files)]
  })
}

/** The values without those that are series. */
export function withoutTracked(folder: string, meta: RunMeta, values: JsonObject): JsonObject {
  return readPycomexSeries(folder, meta, values).reduce((rest, { name }) => without(rest, name.split('/')), values)
}

function without(values: JsonObject, [first = '', ...path]: readonly string[]): JsonObject {
  const { [first]: value, ...rest } = values
  if (path.length === 0 || value === undefined || !isJsonObject(value)) return rest
  const left = without(value, path)
  return Object.keys(left).length === 0 ? rest : { ...rest, [first]: left }
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

function isImageOf(folder: string, file: string): boolean {
  return extname(file) === '.png' && staysInside(folder, file) && statIfThere(join(folder, file))?.isFile() === true
}

function numbersOf(name: string, numbers: readonly number[]): SourceSeries {
  const columns: PointColumns = { ...counted(numbers.length), values: Float64Array.from(numbers) }
  const block: Block = { type: 'points', rows: numbers.length, columns }
  return seriesOf({ name, context: null, kind: 'number', ...withoutTimes(summariseNumbers(columns)) }, block)
}

function imagesOf(name: string, folder: string, files: readonly string[]): SourceSeries {
  const { steps, times } = counted(files.length)
  const block: Block = {
    type: 'records',
    rows: files.length,
    get columns() {
      return {
        steps: Array.from(steps),
        times: Array.from(times),
        texts: files.map((file) => JSON.stringify(imageOf(folder, file))),
      }
    },
  }
  return seriesOf({ name, context: null, kind: 'image', ...withoutTimes(summariseOrder(steps, times)) }, block)
}

/** As the archive of runlab has it of an image. */
function imageOf(folder: string, file: string): object {
  const bytes = readRegular(join(folder, file))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { file, size: bytes.length, sha256, format: 'png', ...imageSize('png', bytes) }
}

function counted(rows: number): Pick<PointColumns, 'steps' | 'times'> {
  return { steps: Float64Array.from({ length: rows }, (_, i) => i), times: new Float64Array(rows).fill(Number.NaN) }
}

function withoutTimes<T extends { readonly firstTime: unknown }>(summary: T): T {
  return { ...summary, firstTime: null, lastTime: null }
}

function seriesOf(summary: SeriesSummary, block: Block): SourceSeries {
  return { ...summary, parts: [{ sender: 'main', blocks: [block] }] }
}
