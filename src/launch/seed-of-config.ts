import { readConfigChain } from '../experiment/config/read-config-chain.ts'

/** The seed that a config names, which Node needs before it starts; null where it names none, and for scripts. */
export async function seedOfConfig(file: string, env: Readonly<Record<string, string | undefined>>): Promise<number | null> {
  if (!/\.ya?ml$/.test(file)) return null
  const { documents } = await readConfigChain(file, env)
  return documents.findLast(({ seed }) => seed !== null)?.seed?.value ?? null
}
