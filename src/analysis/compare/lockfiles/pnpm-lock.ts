import type { VersionBook } from './version-book.ts'

/** pnpm-lock.yaml: the keys of `packages`, two columns in: `/a/1.0.0`, `/a@1.0.0(b@2)` or `a@1.0.0`, as old as they are. */
export function readPnpmLock(text: string, book: VersionBook): void {
  let isInside = false
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) isInside = line.startsWith('packages:')
    const [, key] = (isInside ? /^ {2}(?! )(?:\? )?['"]?(.+?)['"]?:(?:\s|$)/.exec(line) : null) ?? []
    if (key !== undefined) addKey(key, book)
  }
}

function addKey(key: string, book: VersionBook): void {
  // What stands in brackets, or in old files after `_`, are the versions of peers.
  const bare = key.replace(/\(.*$/, '')
  if (!bare.startsWith('/')) return book.addSpecifier(bare)
  const [, name, version] = /^\/(@[^/]+\/[^/@]+|[^/@]+)[/@]([^_]+)/.exec(bare) ?? []
  if (name !== undefined && version !== undefined) book.add(name, version)
}
