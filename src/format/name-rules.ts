/**
 * Why a name cannot be that of a file or folder on every system runs are copied to; null when it can.
 * `name` is one segment of a path.
 */
export function reasonAgainstName(name: string): string | null {
  if (name === '' || name === '.' || name === '..') return `"${name}" names no file`
  // oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
  if (/[\u0000-\u001F\u007F]/.test(name)) return 'it has a control character'
  if (/\p{Surrogate}/u.test(name)) return 'it has half a character (a lone surrogate)'
  if (name.includes('\\')) return 'it has a backslash; folders are separated by "/"'
  const illegal = /[<>:"|?*]/.exec(name)
  if (illegal !== null) return `Windows does not allow the character ${illegal[0]}`
  if (/[. ]$/.test(name)) return `Windows does not allow names that end in a ${name.endsWith('.') ? 'dot' : 'space'}`
  const device = DEVICE.exec(name)
  if (device !== null) return `Windows reserves the name ${device[0].trimEnd()}`
  if (Buffer.byteLength(name) > LONGEST) return `it is longer than ${LONGEST} bytes`
  return null
}

/** Bytes that a name may have on common file systems. */
const LONGEST = 255

const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?=\.|$)/i

/** A name as systems that ignore case compare it. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
