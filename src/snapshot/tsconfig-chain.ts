import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parseJsonc } from '../internal/parse-jsonc.ts'
import { findUpward } from '../internal/find-upward.ts'
import { isInstalled, realPath } from './real-path.ts'

/** The tsconfig files that one extends or references. Real paths; not those of installed packages. Of an unreadable file: none. */
export function readTsconfigParents(config: string): string[] {
  const parents: string[] = []
  for (const name of namesIn(config)) {
    const found =
      isAbsolute(name) || name.startsWith('.') ? findConfig(resolve(dirname(config), name)) : findPackaged(config, name)
    const real = found === null ? null : realPath(found)
    if (real !== null && !isInstalled(real)) parents.push(real)
  }
  return parents
}

function namesIn(config: string): string[] {
  let content: unknown
  try {
    content = parseJsonc(readFileSync(config, 'utf8'))
  } catch {
    // The loader will say what is wrong with it; here there is nothing to follow.
    return []
  }
  if (typeof content !== 'object' || content === null) return []
  const names: unknown[] = []
  if ('extends' in content) names.push(...(Array.isArray(content.extends) ? content.extends : [content.extends]))
  if ('references' in content && Array.isArray(content.references)) {
    // References are paths whether they look like it or not.
    for (const reference of content.references as unknown[]) {
      if (typeof reference === 'object' && reference !== null && 'path' in reference)
        names.push(resolve(dirname(config), String(reference.path)))
    }
  }
  return names.filter((name) => typeof name === 'string')
}

/** A name without extension, or of a folder, is short for a file. */
function findConfig(path: string): string | null {
  const candidates = [path, `${path}.json`, join(path, 'tsconfig.json')]
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile()) ?? null
}

function findPackaged(config: string, name: string): string | null {
  const modules = findUpward(dirname(config), [join('node_modules', name), join('node_modules', `${name}.json`)])
  return modules === null ? null : findConfig(modules)
}
