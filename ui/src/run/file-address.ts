/** The address of a file of a run, in an origin of its own. */
export function fileAddress(files: string, path: string): string {
  return files + path.split('/').map(encodeURIComponent).join('/')
}
