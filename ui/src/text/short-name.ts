/** The end of a run's name, which is how one types it, of its path. */
export function shortName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.slice(name.lastIndexOf('_') + 1)
}
