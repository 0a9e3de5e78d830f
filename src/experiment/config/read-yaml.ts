import type { Document, ParsedNode } from 'yaml'
import type { ConfigSource } from './config-source.ts'
import { TreeBuilder } from './tree-builder.ts'
import { explainFaults } from './yaml-faults.ts'
import type { YamlNode } from './yaml-tree.ts'

export interface YamlFile {
  /** Null where the file holds nothing. What stands behind a fault that derails is left out. */
  readonly root: YamlNode | null
  /** Whether everything could be read. */
  readonly isWhole: boolean
  /** Whether a part of the text is at fault itself: it need not be looked at any further. */
  isAtFault(start: number, end: number): boolean
  /** What a plain scalar of that text is in YAML's core schema. */
  readPlain(text: string): unknown
}

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: true,
  strict: true,
  prettyErrors: false,
  // Their tags would make values that JSON has not.
  resolveKnownTags: false,
  stringKeys: true,
  intAsBigInt: true,
  // The tree says where the first one stands.
  uniqueKeys: false,
} as const

/** Reads a config as YAML 1.2, and reports what is wrong with it as such. */
export async function readYaml(source: ConfigSource): Promise<YamlFile> {
  const yaml = await import('yaml')
  const document = yaml.parseDocument(source.text, OPTIONS)
  const startOfText = (offset: number): number => {
    let start = offset
    yaml.visit(document, {
      Scalar(_key, { range }) {
        if (range && range[0] < offset && range[1] >= offset) start = range[0]
      },
    })
    return start
  }
  const faults = explainFaults([...document.errors, ...document.warnings], source, startOfText)
  for (const { reason, hint, offset } of faults)
    source.report('CONFIG_SYNTAX', { reason, ...(hint === undefined ? {} : { hint }) }, offset)
  const derailed = faults.find((fault) => fault.derails)
  const cutoff = derailed === undefined ? Number.POSITIVE_INFINITY : source.lineAround(derailed.offset).start
  const lines = faults.map((fault) => source.lineAround(fault.offset))
  return {
    root: document.contents === null ? null : new TreeBuilder(yaml, source, cutoff).build(document.contents, 0),
    isWhole: derailed === undefined,
    isAtFault: (start, end) => lines.some((line) => line.start <= end && line.end >= start),
    readPlain: (text) => readPlain(document, text),
  }
}

function readPlain({ schema }: Document.Parsed<ParsedNode>, text: string): unknown {
  for (const tag of schema.tags) {
    if (tag.collection !== undefined || tag.default !== true || tag.test?.test(text) !== true) continue
    const read = tag.resolve(text, () => undefined, OPTIONS)
    return typeof read === 'object' && read !== null && 'value' in read ? read.value : read
  }
  return text
}
