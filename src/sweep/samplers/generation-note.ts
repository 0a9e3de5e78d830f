import type { JsonValue } from '../../format/json-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { Trial } from './trial.ts'

/** What samplers that go by generations keep with a trial. */
export interface GenerationNote {
  readonly generation: number
  /** Numbers of the trials that the generation was made of; none for the first. */
  readonly parents: readonly number[]
  /** Where in the unit cube the trial was drawn. */
  readonly place: readonly number[]
}

/** The note of a trial; null where it has none, or one of something else. */
function readGenerationNote(note: JsonValue, dimensions: number): GenerationNote | null {
  if (!isPlainObject(note)) return null
  const { generation, parents, place } = note
  if (typeof generation !== 'number' || !Number.isSafeInteger(generation) || generation < 0) return null
  return isNumbers(parents) && isNumbers(place) && place.length === dimensions ? { generation, parents, place } : null
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item))
}

/** A trial that a sampler of generations has suggested. */
export interface Member {
  readonly trial: Trial
  readonly note: GenerationNote
}

/** Trials by generation, each in the order of numbers. Notes do not change, and the same ones come with every question. */
export function generationReader(dimensions: number): (trials: readonly Trial[]) => readonly (readonly Member[])[] {
  const notes = new WeakMap<object, GenerationNote>()
  const readNote = (note: JsonValue): GenerationNote | null => {
    if (typeof note !== 'object' || note === null) return null
    const read = notes.get(note) ?? readGenerationNote(note, dimensions)
    if (read !== null) notes.set(note, read)
    return read
  }
  return (trials) => readGenerations(trials, readNote)
}

function readGenerations(
  trials: readonly Trial[],
  readNote: (note: JsonValue) => GenerationNote | null,
): readonly (readonly Member[])[] {
  const generations: Member[][] = []
  for (const trial of trials.toSorted((a, b) => a.number - b.number)) {
    const note = readNote(trial.note)
    if (note === null || note.generation > trials.length) continue
    while (generations.length <= note.generation) generations.push([])
    generations[note.generation]?.push({ trial, note })
  }
  return generations
}
