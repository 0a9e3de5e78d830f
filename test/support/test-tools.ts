import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The path of a program that `npm run test:tools` installs, or why a test cannot use it. */
export function testTool(
  path: 'node-22/node_modules/.bin/node' | 'node-24/node_modules/.bin/node' | 'python/bin/python' | 'notebook/bin/jupyter',
): { readonly program: string } | { readonly missing: string } {
  const program = join(import.meta.dirname, '../../.cache/test-tools', path)
  return existsSync(program) ? { program } : { missing: `needs ${path.split('/')[0]}: npm run test:tools` }
}
