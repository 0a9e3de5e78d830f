/** Namespaces of runs, and those above them. */
export function namespacesOf(runs: readonly { readonly namespace: string }[]): readonly string[] {
  const above = (namespace: string): string[] => namespace.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))
  return [...new Set(runs.flatMap(({ namespace }) => (namespace === '' ? [] : above(namespace))))]
}
