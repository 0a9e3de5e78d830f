/** Whether a path has the extension of a config file. */
export function isConfig(path: string): boolean {
  return /\.ya?ml$/.test(path)
}
