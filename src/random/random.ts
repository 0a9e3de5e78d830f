import type { Random, RandomState } from '../api/random.ts'
import { drawInteger } from './draw-integer.ts'
import { drawChoice, drawSample, drawShuffled } from './draw-items.ts'
import { drawNormal } from './draw-normal.ts'
import { drawUniform } from './draw-uniform.ts'
import { Generator } from './generator.ts'
import { stateOfWords, wordsOfState } from './random-state.ts'
import { streamState } from './streams.ts'
import { unexpectedArgument } from './unexpected-argument.ts'

/** What takes the place of `Math.random` in a run. */
export interface MathRandom {
  /** A number in [0, 1). */
  readonly next: () => number
  /** The stream's state: read it to keep a place, set it to go back there. Throws RANDOM_STATE when it is none. */
  state: RandomState
}

/** The stream of a seed and a path. */
export function createRandom(seed: number, path: readonly string[]): Random {
  return new Stream(seed, path)
}

/** The stream of a seed and a path as the one function that `Math.random` is. */
export function createMathRandom(seed: number, path: readonly string[]): MathRandom {
  const generator = new Generator(streamState(seed, path))
  return {
    next: () => generator.nextDouble(),
    get state() {
      return stateOfWords(generator.words)
    },
    set state(state) {
      generator.words = wordsOfState(state)
    },
  }
}

/**
 * A class, so that a method taken off its stream fails at once: `Array.from({ length: 3 }, random.normal)` would otherwise
 * quietly take the index for the deviation.
 */
class Stream implements Random {
  readonly #seed: number
  readonly #path: readonly string[]
  readonly #generator: Generator

  constructor(seed: number, path: readonly string[]) {
    this.#seed = seed
    this.#path = [...path]
    this.#generator = new Generator(streamState(seed, path))
  }

  uniform(low = 0, high = 1): number {
    return drawUniform(this.#generator, low, high)
  }

  integer(low: number, high: number): number {
    return drawInteger(this.#generator, low, high)
  }

  normal(mean = 0, deviation = 1): number {
    return drawNormal(this.#generator, mean, deviation)
  }

  boolean(probability = 0.5): boolean {
    return drawBoolean(this.#generator, probability)
  }

  choice<T>(items: readonly T[]): T {
    return drawChoice(this.#generator, items)
  }

  shuffle<T>(items: readonly T[]): T[] {
    return drawShuffled(this.#generator, items)
  }

  sample<T>(items: readonly T[], count: number): T[] {
    return drawSample(this.#generator, items, count)
  }

  /** The stream of the path and one name more, wherever this one stands. */
  fork(name: string): Random {
    if (typeof name !== 'string') {
      throw unexpectedArgument({ method: 'fork', name: 'the name', value: name, expected: 'a string' })
    }
    return new Stream(this.#seed, [...this.#path, name])
  }

  get state(): RandomState {
    return stateOfWords(this.#generator.words)
  }

  set state(state: RandomState) {
    this.#generator.words = wordsOfState(state)
  }
}

function drawBoolean(generator: Generator, probability: number): boolean {
  if (!(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
    throw unexpectedArgument({ method: 'boolean', name: 'probability', value: probability, expected: 'a number from 0 to 1' })
  }
  return generator.nextDouble() < probability
}
