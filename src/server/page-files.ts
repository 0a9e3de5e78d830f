import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { runlabError } from '../errors.ts'

export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** The files of the built page, by the paths under which it asks for them. Throws PAGE_MISSING. */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  try {
    const files = readdirSync(folder).map((name): readonly [string, PageFile] => [
      name === 'index.html' ? '/' : `/${name}`,
      { bytes: new Uint8Array(readFileSync(join(folder, name))), type: TYPES[extname(name)] ?? 'application/octet-stream' },
    ])
    return new Map(files)
  } catch (error) {
    throw runlabError('PAGE_MISSING', { folder }, error)
  }
}
