import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import type { Problem } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import type { ConfigDocument, ConfigParameter, Located, LocatedFile } from './config-document.ts'
import { CONFIG_KEYS, isConfigKey } from './config-keys.ts'
import type { ConfigKey } from './config-keys.ts'
import { ConfigSource } from './config-source.ts'
import { ConfigValues } from './config-values.ts'
import type { Environment } from './expand-variables.ts'
import { EXTENDABLE, INCLUDABLE, readReference } from './file-reference.ts'
import type { Reading } from './file-reference.ts'
import { readYaml } from './read-yaml.ts'
import type { YamlFile } from './read-yaml.ts'
import { isNothing } from './yaml-tree.ts'
import type { YamlEntry, YamlMap, YamlNode } from './yaml-tree.ts'

/** What the keys say; the first counts where one stands there again. */
type Sections = Pick<ConfigDocument, ConfigKey>

export interface ReadConfig {
  readonly document: ConfigDocument
  readonly problems: readonly Problem[]
}

/** Reads one config from its bytes. `file` is its absolute, real path. */
export async function readConfigDocument(file: string, bytes: Uint8Array, env: Environment): Promise<ReadConfig> {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const source = new ConfigSource(file, text)
  const isText = Buffer.from(text).equals(bytes)
  if (!isText) source.report('CONFIG_SYNTAX', { reason: 'it is no text in UTF-8' }, Math.max(0, source.text.indexOf('\uFFFD')))
  const yaml = isText ? await readYaml(source) : NOTHING
  const values = new ConfigValues(source, yaml, env)
  const sections = readSections(yaml, { source, values })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const document = Object.freeze({ file, text, sha256, ...sections, secrets: values.secrets, line: 1 })
  return { document, problems: source.problems }
}

const NOTHING: YamlFile = { root: null, isWhole: false, isAtFault: () => false, readPlain: (text) => text }

function readSections(yaml: YamlFile, reading: Reading): Sections {
  const { source } = reading
  const root = rootMap(yaml, reading)
  const space = root?.entries.find(({ key }) => key === 'space')
  if (space !== undefined && root?.entries.every(({ key }) => key !== 'extend') === true) {
    source.report('CONFIG_IS_SWEEP', { file: basename(source.file) }, space.keyStart)
    return NO_SECTIONS
  }
  const found: { -readonly [K in ConfigKey]?: Sections[K] } = {}
  let mayMeanExtend = root === null || !yaml.isWhole
  for (const entry of root?.entries ?? []) {
    const { key } = entry
    if (isConfigKey(key)) {
      const read = readSection(key, entry, reading)
      if (!Object.hasOwn(found, key)) Object.assign(found, { [key]: read })
      continue
    }
    const known = Object.keys(CONFIG_KEYS)
    const suggestion = nearest(key, known)
    mayMeanExtend ||= suggestion === 'extend'
    source.report('CONFIG_KEY_UNKNOWN', { key, suggestion, known }, entry.keyStart)
  }
  if (found.extend === undefined && !mayMeanExtend) source.report('CONFIG_EXTEND_MISSING', {}, 0)
  return { ...NO_SECTIONS, ...found }
}

const NO_SECTIONS: Sections = {
  extend: null,
  include: [],
  name: null,
  description: null,
  namespace: null,
  results: null,
  seed: null,
  parameters: [],
}

const EMPTY: YamlMap = { type: 'map', entries: [], start: 0, end: 0 }

/** Null where the file is no map, which is reported. */
function rootMap({ root, isWhole }: YamlFile, { source, values }: Reading): YamlMap | null {
  if (root?.type === 'map') return root
  if (!isWhole) return null
  if (root === null || isNothing(root)) return EMPTY
  const hint = hintAtColon(values.dataOf(root))
  const reason =
    root.type === 'list' ? 'it is a list, and a config is a map of keys' : 'it is one value, and a config is a map of keys'
  if (!values.isBroken(root)) source.report('CONFIG_SYNTAX', { reason, hint: hint ?? 'Write: key: value' }, root.start)
  return null
}

function readSection(key: ConfigKey, entry: YamlEntry, reading: Reading): Sections[ConfigKey] {
  switch (key) {
    case 'extend':
      return isFilled(entry, EXTENDABLE.expected, reading) ? readReference(entry.value, EXTENDABLE, reading) : null
    case 'include':
      return readIncludes(entry.value, reading)
    case 'name':
    case 'description':
    case 'namespace':
      return readText(entry, reading)
    case 'results': {
      const text = readText(entry, reading)
      if (text !== null && /^~(?:\/|$)/.test(text.value)) {
        const hint = 'Write ${HOME} for your own folder.'
        reading.source.report(
          'CONFIG_VALUE',
          { key, value: text.value, expected: 'a folder, and ~ is none here', hint },
          entry.value.start,
        )
        return null
      }
      return text === null ? null : { ...text, place: text.place, value: resolve(reading.source.folder, text.value) }
    }
    case 'seed':
      return readSeed(entry, reading)
    case 'parameters':
      return readParameters(entry, reading)
  }
}

function readIncludes(node: YamlNode, reading: Reading): readonly LocatedFile[] {
  if (isNothing(node)) return []
  const items = node.type === 'list' ? node.items : [node]
  return items.flatMap((item) => readReference(item, INCLUDABLE, reading) ?? [])
}

const TEXT = 'a text'

function readText(entry: YamlEntry, { source, values }: Reading): Located<string> | null {
  const { key, value: node } = entry
  if (values.isBroken(node) || !isFilled(entry, TEXT, { source, values })) return null
  const value = values.expandedText(node) ?? values.dataOf(node)
  if (typeof value === 'string' && value.trim() !== '') return { value, place: source.placeAt(node.start) }
  const expected = typeof value === 'string' ? 'a text that is not empty' : TEXT
  const hint =
    node.type === 'scalar' && typeof value !== 'string' ? { hint: `Put it in quotes: '${values.writtenOf(node)}'` } : {}
  source.report('CONFIG_VALUE', { key, value: values.show(node), expected, ...hint }, node.start)
  return null
}

const SEED = 'a whole number from 0 to 9007199254740991'

function readSeed(entry: YamlEntry, { source, values }: Reading): Located<number> | null {
  const { key, value: node } = entry
  if (values.isBroken(node) || !isFilled(entry, SEED, { source, values })) return null
  const value = values.dataOf(node, 'plain')
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
    return { value: Math.abs(value), place: source.placeAt(node.start) } // no -0
  source.report('CONFIG_VALUE', { key, value: values.show(node), expected: SEED }, node.start)
  return null
}

function readParameters({ key, value: node }: YamlEntry, { source, values }: Reading): readonly ConfigParameter[] {
  if (isNothing(node)) return []
  if (node.type === 'map') return node.entries.flatMap((entry) => readParameter(entry, { source, values }) ?? [])
  if (values.isBroken(node)) return []
  const hint = hintAtColon(values.dataOf(node))
  const expected = 'names with their values'
  source.report('CONFIG_VALUE', { key, value: values.show(node), expected, ...(hint === null ? {} : { hint }) }, node.start)
  return []
}

function readParameter({ key: name, keyStart, value: node }: YamlEntry, { source, values }: Reading): ConfigParameter | null {
  if (values.isBroken(node)) return null
  const text = values.expandedText(node)
  return {
    name,
    given: text === null ? { data: values.dataOf(node) } : { text: [text] },
    place: source.placeAt(isNothing(node) ? keyStart : node.start),
    namePlace: source.placeAt(keyStart),
    written: values.hasVariables(node) ? values.writtenOf(node) : null,
    variables: values.variablesIn(node),
  }
}

/** Whether something stands behind a key; else reports it. */
function isFilled({ key, keyStart, value }: YamlEntry, expected: string, { source }: Reading): boolean {
  if (!isNothing(value)) return true
  source.report('CONFIG_VALUE', { key, value: 'left empty', expected }, keyStart)
  return false
}

/** `numWords:10` is one text. */
function hintAtColon(value: unknown): string | null {
  return typeof value === 'string' && /^\w+:\S/.test(value) ? 'Behind a colon stands a space: key: value' : null
}
