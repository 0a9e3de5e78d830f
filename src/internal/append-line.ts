import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs'

const NEWLINE = 10
/** In an archive from others a link may lead anywhere: what is behind it is not written to. */
const APPENDED = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW

/**
 * Appends a line to a file that several processes append to, or makes it. It goes in at once; where a kill or a full disk has left
 * half a line before it, it begins a new one. Throws the system's error.
 */
export function appendLine(path: string, line: string): void {
  const descriptor = openSync(path, APPENDED)
  try {
    const bytes = Buffer.from(`${endsInLine(descriptor) ? '' : '\n'}${line}\n`)
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
  } finally {
    closeSync(descriptor)
  }
}

function endsInLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor)
  const last = Buffer.alloc(1)
  return size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0 || last[0] === NEWLINE
}
