/** Names of columns, each once: `run`, `run:1`. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let own = name
    for (let count = 1; taken.has(own); count++) own = `${name}:${count}`
    taken.add(own)
    return own
  })
}
