import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { Workspace } from './make-workspace.ts'

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

/**
 * Takes runlab out of what is to be installed: the one that runs this command is used, and the file that it was installed from,
 * `../runlab-0.1.0.tgz`, is not in the workspace.
 */
export async function leaveOutRunlab({ code, snapshot }: Workspace, lockfile: string): Promise<void> {
  for (const { path, role } of snapshot.files) {
    const manifest = join(code, path)
    if (role === 'project' && basename(path) === 'package.json') rewriteJson(manifest, dropRunlab)
  }
  if (/^(?:package-lock|npm-shrinkwrap)\.json$/.test(basename(lockfile))) rewriteJson(lockfile, dropFromNpm)
  if (basename(lockfile) === 'pnpm-lock.yaml') await rewritePnpm(lockfile)
}

function dropRunlab(manifest: Record<string, unknown>): boolean {
  const holders = SECTIONS.map((section) => manifest[section]).filter(isPlainObject)
  const found = holders.filter((holder) => 'runlab' in holder)
  for (const holder of found) delete holder['runlab']
  return found.length > 0
}

function dropFromNpm(lockfile: Record<string, unknown>): boolean {
  const { packages } = lockfile
  if (!isPlainObject(packages)) return dropRunlab(lockfile)
  const own = Object.entries(packages).filter(([path]) => !path.includes('node_modules'))
  const isDropped = own.map(([, entry]) => isPlainObject(entry) && dropRunlab(entry)).includes(true)
  if (isDropped) delete packages['node_modules/runlab']
  return isDropped
}

function rewriteJson(file: string, change: (content: Record<string, unknown>) => boolean): void {
  if (!existsSync(file)) return
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (isPlainObject(content) && change(content)) writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
}

async function rewritePnpm(file: string): Promise<void> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(readFileSync(file, 'utf8'))
  const content: unknown = document.toJS()
  const importers = isPlainObject(content) && isPlainObject(content['importers']) ? Object.keys(content['importers']) : []
  const places = importers.flatMap((importer) => SECTIONS.map((section) => ['importers', importer, section, 'runlab']))
  const found = places.filter((place) => document.hasIn(place))
  for (const place of found) {
    document.deleteIn(place)
    if (isEmpty(document.getIn(place.slice(0, -1)))) document.deleteIn(place.slice(0, -1))
  }
  if (found.length > 0) writeFileSync(file, document.toString())
}

function isEmpty(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items) && node.items.length === 0
}
