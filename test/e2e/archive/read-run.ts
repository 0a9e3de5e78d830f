import type { RunReader } from 'runlab'

const KEYS = ['metrics/accuracy', 'metrics', 'special/map', 'nothing/here', '']

/** Everything that can be read of a run through the interface that live and loaded runs share. */
export async function readRun(run: RunReader): Promise<Record<string, unknown>> {
  const { status: _, end_time: __, duration: ___, ...meta } = run.meta
  return {
    folder: run.folder,
    name: run.name,
    namespace: run.namespace,
    seed: run.seed,
    params: run.params,
    meta,
    got: KEYS.map((key) => run.get(key)),
    has: KEYS.map((key) => run.has(key)),
    values: run.values,
    artifacts: await readArtifacts(run),
    inputs: run.inputs,
    environment: run.environment,
    snapshot: run.snapshot,
    log: await run.readLog(),
  }
}

async function readArtifacts({ artifacts }: RunReader): Promise<unknown> {
  const read: unknown[] = []
  for (const { name, size, sha256, path } of artifacts) {
    const artifact = artifacts.get(name)
    const chunks: Uint8Array[] = []
    for await (const chunk of artifact.stream()) chunks.push(chunk)
    read.push({
      name,
      size,
      sha256,
      path,
      text: await artifact.text(),
      bytes: [...(await artifact.bytes())],
      streamed: [...Buffer.concat(chunks)],
      json: name.endsWith('.json') ? await artifact.json() : null,
      listed: artifacts.has(name),
    })
  }
  return { size: artifacts.size, names: artifacts.names(), has: artifacts.has('no/such'), read }
}
