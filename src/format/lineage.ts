import { json, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import { onlyTrue, optional, shape } from './shape.ts'
import type { Parsed } from './shape.ts'

/**
 * What a layer is: `experiment` the one that everything derives from, `original run` what the run had that is repeated, `code` what
 * `run({ parameters })` was given.
 */
const layerKind = oneOf('experiment', 'extension', 'mixin', 'config', 'original run', 'command line', 'code')
export type LayerKind = Parsed<typeof layerKind>

const layerMeta = shape({
  kind: layerKind,
  /** Its file's name without extension; with `#name` where the file does not export it as its primary one. */
  name: text,
  /** Relative to the project, POSIX separators; null where it is in no file. */
  file: orNull(text),
  /** Where it is defined; null where that cannot be told. From 1. */
  line: orNull(number),
  /** Of the file as the run found it, lower-case hex; null where it is in no file, or was not read. */
  sha256: orNull(text),
  /** Of a mixin: the layer that includes it, by its place among the layers. */
  by: optional(number),
})
/** One of the layers that a run is made of. */
export interface LayerMeta extends Parsed<typeof layerMeta> {}

const changeMeta = shape({
  /** By its place among the layers. */
  layer: number,
  /**
   * `declared`: its default. `set`: replaced by a value. `inherited`: made of the value below. `kept`: inherited as it is.
   * `derived`: computed from other parameters.
   */
  how: oneOf('declared', 'set', 'inherited', 'kept', 'derived'),
  /** Where, in the layer's file; null where that cannot be told. */
  line: orNull(number),
  /** The value below; left out where there is none, and of secrets. */
  before: optional(json),
  /** Left out of secrets, and where a layer above replaced it before it was known. */
  after: optional(json),
  /** It is the layer's value for testing. */
  testing: onlyTrue,
  /** As it is written, where environment variables stand for parts: `${DATA}/words.txt`. */
  written: optional(text),
})
/** What a layer did to a parameter. */
export interface ParameterChangeMeta extends Parsed<typeof changeMeta> {}

const implementationMeta = shape({
  /** By its place among the layers. */
  layer: number,
  /** `default`: with the hook's declaration. `abstract`: the declaration, without an implementation. */
  how: oneOf('default', 'abstract', 'replace', 'append', 'prepend', 'wrap'),
  /** Where, in the layer's file; null where that cannot be told. */
  line: orNull(number),
  /** By its place among the layers: who replaced it. It is not called. */
  replaced: optional(number),
})
/** An implementation of a hook. */
export interface HookImplementationMeta extends Parsed<typeof implementationMeta> {}

/** The key `lineage` of `experiment_meta.json`. */
export const lineageMeta = shape({
  /** Lowest first. */
  layers: listOf(layerMeta),
  /** By parameter, lowest layer first; the last one is what the run had. */
  parameters: recordOf(listOf(changeMeta)),
  /** By hook that has an implementation, lowest layer first. */
  hooks: recordOf(listOf(implementationMeta)),
})
/** Where a run comes from: its layers, and what each did to parameters and hooks. */
export interface LineageMeta extends Parsed<typeof lineageMeta> {}
