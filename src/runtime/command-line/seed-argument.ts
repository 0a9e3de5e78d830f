/**
 * The seed on a command line, needed before the experiment and so its flags are known: `--seed N`, `--seed=N`,
 * `-p seed=N`. Null when there is none, or none that is a seed: the full parser says so later.
 */
export function seedArgument(tokens: readonly string[]): number | null {
  let text: string | undefined
  for (const [index, token] of tokens.entries()) {
    if (token === '--') break
    if (token.startsWith('--seed=')) text = token.slice('--seed='.length)
    else if (token === '--seed') text = tokens[index + 1]
    else if (token.startsWith('seed=') && /^(?:-p|--parameter)$/.test(tokens[index - 1] ?? '')) text = token.slice('seed='.length)
  }
  if (text === undefined || !/^\d+$/.test(text)) return null
  const seed = Number(text)
  return Number.isSafeInteger(seed) ? seed : null
}
