import { lstatSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { systemErrorCode } from './system-error-code.ts'

const NOWHERE = ['ENOENT', 'ENOTDIR', 'ELOOP']

/**
 * What lies at a path, through symbolic links unless they are to be looked at themselves; undefined when there is nothing, the
 * path goes through a file, or its links lead in a circle. Throws the system's error otherwise.
 */
export function statIfThere(path: string, links: 'follow' | 'look at' = 'follow'): Stats | undefined {
  try {
    return links === 'follow' ? statSync(path) : lstatSync(path)
  } catch (error) {
    if (NOWHERE.includes(systemErrorCode(error) ?? '')) return undefined
    throw error
  }
}
