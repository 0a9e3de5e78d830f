/** Makes Node load TypeScript, in this thread and those it starts. Kept an import in CommonJS, too: the loader is an ES module. */
export async function loadTypescript(): Promise<void> {
  // @ts-expect-error -- it has no types, and exports nothing
  await import('@oxc-node/core/register')
}
