import { dirname, relative, resolve } from 'node:path'
import { problem } from '../../errors.ts'
import type { Problem, SourcePlace } from '../../errors.ts'
import { Redactor } from '../../secrets/redactor.ts'
import type { ConfigChain, ConfigDocument } from './config-document.ts'
import { nearestFile, openFile } from './config-files.ts'
import type { Environment } from './expand-variables.ts'
import { isConfigFile } from './file-reference.ts'
import { readConfigDocument } from './read-config-document.ts'

/**
 * Reads a config and the configs that it extends, down to the script of an experiment. Throws nothing for what is wrong in
 * them: each is a problem of the chain, with its place and a code that begins with CONFIG_. No message holds the value of a
 * variable that is named like a credential. Whether the experiment has such parameters is not looked at.
 */
export async function readConfigChain(file: string, env: Environment): Promise<ConfigChain> {
  const documents: ConfigDocument[] = []
  const problems: Problem[] = []
  let path = resolve(file)
  let place: SourcePlace = { file: path, line: 1, column: 1, frame: '' }
  for (;;) {
    const opened = openFile(path)
    if (!('file' in opened)) {
      problems.push({ ...describeUnusable(path, opened.reason), place })
      break
    }
    const cycle = cycleTo(opened.file, documents)
    if (cycle !== null) {
      problems.push({ ...problem('CONFIG_CYCLE', { cycle }), place })
      break
    }
    const read = await readConfigDocument(opened.file, opened.bytes, env)
    documents.push(read.document)
    problems.push(...read.problems)
    const next = read.document.extend
    if (next === null || !isConfigFile(next.value)) break
    path = next.value
    place = next.place
  }
  const masked = maskMessages(problems, documents)
  return Object.freeze({ documents: documents.toReversed(), experiment: experimentOf(documents.at(-1)), problems: masked })
}

function experimentOf(lowest: ConfigDocument | undefined): ConfigChain['experiment'] {
  const extend = lowest?.extend ?? null
  if (extend === null || isConfigFile(extend.value)) return null
  return { file: extend.value, name: extend.name, place: extend.place }
}

function describeUnusable(path: string, reason: string | null): Problem {
  const near = reason === null ? nearestFile(path, isConfigFile) : null
  const suggestion = near === null ? null : resolve(dirname(path), near)
  return problem('CONFIG_FILE_MISSING', { file: path, reason, suggestion })
}

/** The configs from one that is extended again back to itself; null where there is no such circle. */
function cycleTo(file: string, documents: readonly ConfigDocument[]): readonly string[] | null {
  const start = documents.findIndex((document) => document.file === file)
  if (start === -1) return null
  const folder = dirname(documents[0]?.file ?? file)
  return [...documents.slice(start).map((document) => document.file), file].map((one) => relative(folder, one))
}

/** Credentials may also stand in the path of a file that a message names. */
function maskMessages(problems: readonly Problem[], documents: readonly ConfigDocument[]): readonly Problem[] {
  const redactor = new Redactor(documents.flatMap(({ secrets }) => secrets))
  return problems.map((one) => ({
    ...one,
    message: redactor.mask(one.message),
    ...(one.hint === undefined ? {} : { hint: redactor.mask(one.hint) }),
  }))
}
