import { folderIdentity } from './folder-identity.ts'

/** Throws ENOENT, as the system does, when a folder is gone or another one has taken its place. */
export function checkFolder(folder: string, identity: string | null): void {
  if (folderIdentity(folder) === identity) return
  throw Object.assign(new Error(`ENOENT: ${folder} is not the folder that it was`), { code: 'ENOENT' })
}
