/** Whether a path has the extension of a JavaScript or TypeScript file. */
export function isScript(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path)
}
