import { dirname, isAbsolute, resolve } from 'node:path'
import { findObstacle, isFile, nearestFile } from './config-files.ts'
import type { Unusable } from './config-files.ts'
import type { LocatedFile } from './config-document.ts'
import type { ConfigSource } from './config-source.ts'
import type { ConfigValues } from './config-values.ts'
import type { YamlNode } from './yaml-tree.ts'

/** What a key may name. */
export interface Accepted {
  readonly key: 'extend' | 'include'
  readonly expected: string
  takes(path: string): boolean
}

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/
const CONFIG = /\.ya?ml$/

export const EXTENDABLE: Accepted = {
  key: 'extend',
  expected: 'a script (.ts, .js, …) or a config (.yml, .yaml)',
  takes: (path) => SCRIPT.test(path) || CONFIG.test(path),
}

export const INCLUDABLE: Accepted = {
  key: 'include',
  expected: 'a script (.ts, .js, …)',
  takes: (path) => SCRIPT.test(path),
}

export function isConfigFile(path: string): boolean {
  return CONFIG.test(path)
}

/** What the readers of a config's keys share. */
export interface Reading {
  readonly source: ConfigSource
  readonly values: ConfigValues
}

/** The file that a value names, and the name behind `#`; null where it is wrong, which is reported. */
export function readReference(node: YamlNode, accepted: Accepted, reading: Reading): LocatedFile | null {
  const { source, values } = reading
  if (values.isBroken(node)) return null
  const refuse = (expected: string): null => {
    source.report('CONFIG_VALUE', { key: accepted.key, value: values.show(node), expected }, node.start)
    return null
  }
  const written = values.expandedText(node) ?? values.dataOf(node)
  if (typeof written !== 'string' || written.trim() === '') return refuse(`the path of ${accepted.expected}`)
  const { path, name } = splitName(written, source.folder)
  const obstacle = findObstacle(path)
  if (obstacle !== null) {
    const missing = values.isSecret(node) ? { shown: values.writtenOf(node) } : { shown: written, path, name }
    source.report('CONFIG_FILE_MISSING', describeMissing(missing, obstacle, accepted), node.start)
    return null
  }
  if (!accepted.takes(path)) return refuse(accepted.expected)
  if (name === '') return refuse('a name behind #')
  if (name !== null && isConfigFile(path)) return refuse('a config without #name: it derives one experiment')
  return { value: path, name, place: source.placeAt(node.start) }
}

/** Takes `#name` off, unless a file is called so. */
function splitName(written: string, folder: string): { readonly path: string; readonly name: string | null } {
  const whole = resolve(folder, written)
  const hash = written.lastIndexOf('#')
  if (hash <= 0 || isFile(whole)) return { path: whole, name: null }
  return { path: resolve(folder, written.slice(0, hash)), name: written.slice(hash + 1) }
}

/** A missing file; without its path where that is secret. */
interface Missing {
  readonly shown: string
  readonly path?: string
  readonly name?: string | null
}

function describeMissing({ shown, path, name = null }: Missing, { reason }: Unusable, { takes }: Accepted) {
  if (path === undefined) return { file: shown, reason, suggestion: null }
  const near = reason === null ? nearestFile(path, takes) : null
  const suggestion = near === null ? null : besides(shown, near) + (name === null ? '' : `#${name}`)
  return { file: isAbsolute(shown) ? shown : `${shown} (looked at ${path})`, reason, suggestion }
}

/** Another file of the same folder, written in the same way. */
function besides(written: string, name: string): string {
  const folder = dirname(written)
  return folder === '.' && !written.startsWith('.') ? name : `${folder}/${name}`
}
