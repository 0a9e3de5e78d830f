/** Points of the smallest buckets, as a power of two: below that the points themselves are looked at. */
const SMALLEST = 4

/** The buckets of one size: where in each the min and the max are, −1 where nothing is finite, and how many values are not finite. */
interface Level {
  least: Int32Array
  most: Int32Array
  odd: Uint32Array
}

/** What is known of the values between two places. */
export interface Extremes {
  /** Places; −1 where no value is finite. */
  readonly least: number
  readonly most: number
  /** Values that are not finite. */
  readonly odd: number
}

/**
 * Min and max of any stretch of a list of numbers, in buckets of 2ᵏ values that begin at multiples of their size: when values come
 * behind the last one, all buckets stay but the last ones. Takes an eighth of the memory that the values take.
 */
export class Pyramid {
  #values: Float64Array = new Float64Array(0)
  readonly #levels: Level[] = []

  /** The list as it is now; its first `from` values are as they were. */
  update(values: Float64Array, from: number): void {
    this.#values = values
    for (let power = SMALLEST; ; power++) {
      const level = this.#levelOf(power - SMALLEST, Math.ceil(values.length / 2 ** power))
      const first = Math.floor(from / 2 ** power)
      for (let bucket = first; bucket < Math.ceil(values.length / 2 ** power); bucket++) this.#fill(level, power, bucket)
      if (2 ** power >= values.length) return
    }
  }

  /** Of the values from one place until before another. */
  extremes(from: number, until: number): Extremes {
    let found: Extremes = NOTHING
    let at = from
    while (at < until) {
      const power = Math.min(this.#highest, highestPower(until - at), at === 0 ? this.#highest : highestPower(at & -at))
      if (power < SMALLEST) {
        const end = Math.min(until, (Math.floor(at / 2 ** SMALLEST) + 1) * 2 ** SMALLEST)
        found = this.#joined(found, this.#scan(at, end))
        at = end
      } else {
        found = this.#joined(found, bucketOf(this.#levels[power - SMALLEST], at / 2 ** power))
        at += 2 ** power
      }
    }
    return found
  }

  get #highest(): number {
    return SMALLEST + this.#levels.length - 1
  }

  /** The level with memory for so many buckets. */
  #levelOf(index: number, buckets: number): Level {
    const before = this.#levels[index]
    if (before !== undefined && before.odd.length >= buckets) return before
    const room = before === undefined ? buckets : Math.max(buckets, before.odd.length * 2)
    const level = { least: new Int32Array(room), most: new Int32Array(room), odd: new Uint32Array(room) }
    if (before !== undefined) {
      level.least.set(before.least)
      level.most.set(before.most)
      level.odd.set(before.odd)
    }
    this.#levels[index] = level
    return level
  }

  #fill(level: Level, power: number, bucket: number): void {
    const below = this.#levels[power - SMALLEST - 1]
    const half = Math.ceil(this.#values.length / 2 ** (power - 1))
    const { least, most, odd } =
      power === SMALLEST
        ? this.#scan(bucket * 2 ** power, Math.min(this.#values.length, (bucket + 1) * 2 ** power))
        : this.#joined(bucketOf(below, 2 * bucket), 2 * bucket + 1 < half ? bucketOf(below, 2 * bucket + 1) : NOTHING)
    level.least[bucket] = least
    level.most[bucket] = most
    level.odd[bucket] = odd
  }

  #scan(from: number, until: number): Extremes {
    const values = this.#values
    let [least, most, odd] = [-1, -1, 0]
    for (let i = from; i < until; i++) {
      const value = values[i] as number
      if (!Number.isFinite(value)) odd++
      else {
        if (least < 0 || value < (values[least] as number)) least = i
        if (most < 0 || value > (values[most] as number)) most = i
      }
    }
    return { least, most, odd }
  }

  /** Of two stretches, the first one before the other: of equal values the first one counts. */
  #joined(one: Extremes, other: Extremes): Extremes {
    const value = (place: number): number => this.#values[place] as number
    const isLess = other.least >= 0 && (one.least < 0 || value(other.least) < value(one.least))
    const isMore = other.most >= 0 && (one.most < 0 || value(other.most) > value(one.most))
    return { least: isLess ? other.least : one.least, most: isMore ? other.most : one.most, odd: one.odd + other.odd }
  }
}

/** Of two, in a whole number. */
function highestPower(number: number): number {
  return 31 - Math.clz32(number)
}

const NOTHING: Extremes = { least: -1, most: -1, odd: 0 }

function bucketOf(level: Level | undefined, bucket: number): Extremes {
  return { least: level?.least[bucket] ?? -1, most: level?.most[bucket] ?? -1, odd: level?.odd[bucket] ?? 0 }
}
