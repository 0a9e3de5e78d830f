import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Every file below a folder, unpacked where it is packed. */
function* filesBelow(folder: string): Generator<readonly [path: string, bytes: Buffer]> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) continue
    const bytes = readFileSync(path)
    yield [name, bytes]
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) yield [name, gunzipSync(bytes)]
  }
}

/** Where a secret stands, in any of the forms that the archive may write it. */
export function leaksIn(folder: string, secret: string): string[] {
  const markup = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const quoted = markup.replaceAll('"', '&quot;')
  const pages = [markup, quoted, quoted.replaceAll("'", '&#39;')]
  const plain = [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...pages])]
  const base64 = [
    Buffer.from(secret).toString('base64').slice(0, -4),
    Buffer.from(`x${secret}`).toString('base64').slice(2, -4),
    Buffer.from(`xx${secret}`).toString('base64').slice(4, -4),
  ]
  // Of a short one that is next to nothing, which stands everywhere.
  const forms = secret.length < 8 ? plain : [...plain, ...base64]
  return [...filesBelow(folder)].flatMap(([path, bytes]) =>
    forms.filter((form) => path.includes(form) || bytes.includes(form)).map((form) => `${path}: ${form}`),
  )
}
