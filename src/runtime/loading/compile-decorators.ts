import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, extname } from 'node:path'
import type * as Esbuild from 'esbuild'

const LOADERS = { '.ts': 'ts', '.mts': 'ts', '.tsx': 'tsx', '.jsx': 'jsx' } as const

/** Whether the TypeScript loader has refused a file for decorators that TypeScript's `experimentalDecorators` does not switch on. */
export function isDecoratorRefusal(error: unknown): boolean {
  return error instanceof Error && /^Failed to transform .+?: decorators require /.test(error.message)
}

/**
 * Compiles a module with standard decorators, which the TypeScript loader does not know, by the esbuild of its project. Throws
 * an error like the loader's where there is none.
 */
export async function compileDecorators(file: string, url: string): Promise<string> {
  const esbuild = esbuildOf(file)
  if (esbuild === null) {
    throw new Error(
      `Failed to transform ${url}: decorators need esbuild in the project (npm install --save-dev esbuild), or, where they are ` +
        `those of older TypeScript, "experimentalDecorators": true in a tsconfig.json that includes this file`,
    )
  }
  const extension = extname(file)
  const text = await readFile(file, 'utf8')
  underWay += 1
  try {
    const { code } = await esbuild.transform(text, {
      loader: extension in LOADERS ? LOADERS[extension as keyof typeof LOADERS] : 'js',
      target: `node${process.versions.node}`,
      sourcemap: 'inline',
      sourcefile: encodeURIComponent(basename(file)),
    })
    return code
  } finally {
    underWay -= 1
    // Else its process stays, and is one of the experiment's; earlier, others would wait for it for ever.
    if (underWay === 0) await esbuild.stop()
  }
}

/** Modules that the one service of esbuild is compiling. */
let underWay = 0

function esbuildOf(file: string): typeof Esbuild | null {
  try {
    return createRequire(file)('esbuild') as typeof Esbuild
  } catch {
    return null // it is optional
  }
}
