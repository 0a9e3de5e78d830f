import { createInterface } from 'node:readline/promises'
import { runlabError } from '../errors.ts'
import { capitalised } from '../internal/capitalised.ts'

/** Asks on the terminal whether to do something, unless `yes` says so. Throws CONFIRMATION_NEEDED where nobody can answer. */
export async function confirm(
  what: string,
  yes: boolean,
  { stdin, stderr }: Pick<NodeJS.Process, 'stdin' | 'stderr'> = process,
): Promise<boolean> {
  if (yes) return true
  if (!stdin.isTTY || !stderr.isTTY) throw runlabError('CONFIRMATION_NEEDED', { what })
  const reader = createInterface({ input: stdin, output: stderr })
  try {
    const closed = new Promise<string>((settle) => reader.once('close', () => settle('')))
    return /^y(?:es)?$/i.test((await Promise.race([reader.question(`${capitalised(what)}? [y/N] `), closed])).trim())
  } finally {
    reader.close()
  }
}
