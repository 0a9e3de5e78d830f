import { print } from '../print.ts'
import { complete } from './complete.ts'
import { SHELLS } from './scripts.ts'

/** `runlab __complete SHELL WORDS… CURRENT`, which the scripts call. Gives the exit code. */
export async function answerShell([asking, ...words]: readonly string[]): Promise<number> {
  const shell = SHELLS.find((one) => one === asking)
  if (shell === undefined) return 2
  const lines = await complete(shell, words)
  print(lines.map((line) => `${line}\n`).join(''))
  return 0
}
