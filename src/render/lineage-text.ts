import { decodeValue } from '../format/tagged-json.ts'
import type { HookImplementationMeta, LayerMeta, LineageMeta, ParameterChangeMeta } from '../format/lineage.ts'
import type { JsonValue } from '../format/json-value.ts'
import { cutMiddle } from './cut-middle.ts'
import { valueText } from './value-text.ts'

/** A layer, in words. */
export interface LayerText {
  /** `stop_words.ts:12`. */
  readonly place: string
  /** What it is to the others. */
  readonly role: string
}

/** What became of a parameter or a hook from layer to layer, in words. */
export interface StoryText {
  readonly name: string
  /** `10 (words.ts:9) → 100 (many_words.ts:8)`; `words.ts:15 → many_words.ts:12 (around)`. */
  readonly story: string
}

/** Longest text of a value in a story: of longer ones the middle is left out, since lists differ at their ends. */
const VALUE = 40
/** Longest text that is worth cutting. */
const LONGEST = 2000

/** The layers of a run, lowest first: what each is to those below. */
export function layerTexts({ layers }: LineageMeta): readonly LayerText[] {
  let below: LayerMeta | undefined
  return layers.map((layer): LayerText => {
    const role = roleOf(layer, below, layers)
    if (layer.kind !== 'mixin') below = layer
    return { place: placeText(layer, layer.line), role }
  })
}

/** Parameters that more than their own declaration had a part in, and what each layer made of them. */
export function parameterStories({ layers, parameters }: LineageMeta): readonly StoryText[] {
  return Object.entries(parameters).flatMap(([name, changes]) => {
    const [first] = changes
    if (first === undefined || isShort(changes, layers)) return []
    return [{ name, story: changes.map((change) => changeText(change, layers)).join(' → ') }]
  })
}

/** Who implements each hook, in the order of the layers. */
export function hookStories({ layers, hooks }: LineageMeta): readonly StoryText[] {
  return Object.entries(hooks).map(([name, stack]) => ({ name, story: hookText(stack, layers) }))
}

function roleOf(layer: LayerMeta, below: LayerMeta | undefined, layers: readonly LayerMeta[]): string {
  const by = layer.by === undefined ? undefined : layers[layer.by]
  switch (layer.kind) {
    case 'experiment':
      return 'the experiment'
    case 'extension':
      return `extends ${nameOf(below)}`
    case 'config':
      return `configures ${nameOf(below)}`
    case 'mixin':
      return by === undefined ? 'mixin, included for this run' : `mixin, included by ${nameOf(by)}`
    case 'original run':
      return 'as the original run had it'
    case 'command line':
      return 'given on the command line'
    case 'code':
      return 'given by run({ parameters })'
  }
}

/** `words.ts`, with `#name` where the file exports it as one of several. */
function nameOf(layer: LayerMeta | undefined): string {
  if (layer === undefined) return ''
  const hash = layer.name.indexOf('#')
  return `${layer.file ?? layer.name}${hash < 0 ? '' : layer.name.slice(hash)}`
}

/** What the value was that the run itself was given another one for; null where more than the experiment had a part in it. */
export function valueBefore({ layers, parameters }: LineageMeta, name: string): string | null {
  const changes = Object.hasOwn(parameters, name) ? (parameters[name] ?? []) : []
  const before = changes[1]?.before
  return changes.length !== 2 || before === undefined || !isShort(changes, layers) ? null : showJson(before)
}

/** Where a parameter is declared that the experiment itself does not declare, and nothing else is said of; null for others. */
export function declaredIn({ layers, parameters }: LineageMeta, name: string): string | null {
  const [first, ...others] = Object.hasOwn(parameters, name) ? (parameters[name] ?? []) : []
  if (first === undefined || others.length > 0 || isPlain(first, layers)) return null
  return placeText(layers[first.layer], first.line)
}

/** Whether one line says all: it is declared, and the run may have been given another value than the experiment's. */
function isShort([first, second, ...others]: readonly ParameterChangeMeta[], layers: readonly LayerMeta[]): boolean {
  if (first === undefined || others.length > 0) return false
  if (second === undefined) return first.how === 'declared' || first.how === 'derived'
  return isPlain(first, layers) && second.how === 'set' && layers[second.layer]?.file === null
}

/** Declared by the experiment itself, which the list of parameters says. */
function isPlain({ layer, how }: ParameterChangeMeta, layers: readonly LayerMeta[]): boolean {
  return (how === 'declared' || how === 'derived') && layers[layer]?.kind === 'experiment'
}

function changeText({ layer, how, line, after, written, testing }: ParameterChangeMeta, layers: readonly LayerMeta[]): string {
  const where = placeText(layers[layer], line)
  if (how === 'kept') return `kept (${where})`
  const value = after === undefined ? '' : showJson(after)
  const made = { declared: '', set: '', inherited: '', derived: 'computed, ' }[how]
  const as = `${testing === true ? 'testing, ' : ''}${written === undefined ? '' : `from ${variablesIn(written)}, `}`
  return `${value}${value === '' ? '' : ' '}(${made}${as}${where})`
}

/** `${A} ${B:-b}` of a text in which they stand. */
function variablesIn(written: string): string {
  const found = written.match(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g) ?? []
  return cutMiddle([...new Set(found)].join(' ').replaceAll(/\s+/g, ' '), VALUE)
}

function showJson(json: JsonValue): string {
  return cutMiddle(valueText(decodeValue(json, 'the lineage'), LONGEST), VALUE)
}

/** `a.ts:15 (default, replaced) → b.ts:7 (replaces) → c.ts:3 (wraps)`. */
function hookText(stack: readonly HookImplementationMeta[], layers: readonly LayerMeta[]): string {
  return stack
    .map(({ layer, how, line, replaced }) => {
      const said = [HOW[how], ...(replaced === undefined ? [] : ['replaced'])].filter((word) => word !== '').join(', ')
      return `${placeText(layers[layer], line)}${said === '' ? '' : ` (${said})`}`
    })
    .join(' → ')
}

const HOW: Readonly<Record<HookImplementationMeta['how'], string>> = {
  default: '',
  abstract: 'abstract',
  replace: 'replaces',
  append: 'after',
  prepend: 'before',
  wrap: 'around',
}

/** `stop_words.ts:12`. */
function placeText(layer: LayerMeta | undefined, line: number | null): string {
  if (layer === undefined) return 'unknown'
  if (layer.file === null) return layer.kind === 'code' ? 'run({ parameters })' : layer.kind
  return line === null ? layer.file : `${layer.file}:${line}`
}
