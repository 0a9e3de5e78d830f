import { runlabError } from '../../errors.ts'
import type { ZipEntry } from '../../internal/zip/zip-directory.ts'

/** A ZIP may unpack to a hundred times its size, and to one gigabyte besides. */
const MOST_TIMES = 100
const ALWAYS = 2 ** 30
const [FOLDER, FILE] = [0o40000, 0o100000]

/** Throws ZIP_REFUSED for what would leave the folder that it is unpacked to, is no plain file, or would fill the disk. */
export function checkEntries(zip: string, entries: readonly ZipEntry[], zipSize: number): void {
  const refused = (reason: string): Error => runlabError('ZIP_REFUSED', { file: zip, reason })
  const size = entries.reduce((sum, entry) => sum + entry.size, 0)
  const most = MOST_TIMES * zipSize + ALWAYS
  if (size > most) throw refused(`its ${zipSize} bytes would become ${size}, and at most ${most} are unpacked`)
  const names = new Set<string>()
  for (const entry of entries) {
    const reason = reasonAgainst(entry)
    if (reason !== null) throw refused(`${JSON.stringify(entry.name)} in it ${reason}`)
    if (names.has(entry.name)) throw refused(`it holds ${JSON.stringify(entry.name)} twice`)
    names.add(entry.name)
  }
  for (const name of names) {
    const clash = foldersAbove(name).find((folder) => names.has(folder))
    if (clash !== undefined) throw refused(`it holds ${JSON.stringify(clash)} as a file and as a folder`)
  }
}

/** `a`, `a/b` for `a/b/c` and `a/b/`. */
function foldersAbove(name: string): readonly string[] {
  const segments = name.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}

function reasonAgainst({ name, type, method, isEncrypted, size }: ZipEntry): string | null {
  const isFolder = name.endsWith('/')
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'is an absolute path'
  if (/[\\\0]/.test(name)) return 'has a backslash or a zero byte'
  const segments = (isFolder ? name.slice(0, -1) : name).split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return 'leads out of its folder'
  if (type !== 0 && type !== (isFolder ? FOLDER : FILE)) return 'is a link, a pipe or a device'
  if (isFolder && size > 0) return 'is a folder with content'
  if (isEncrypted) return 'is encrypted'
  return method === 0 || method === 8 ? null : `is packed in a way that is not known (${method})`
}
