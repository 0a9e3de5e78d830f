import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Problem } from '../../../src/errors.ts'
import type { ConfigChain, ConfigDocument } from '../../../src/experiment/config/config-document.ts'
import { readConfigChain } from '../../../src/experiment/config/read-config-chain.ts'

/** A folder with an experiment and what the test puts there; removed when the test has finished. */
export class ConfigFolder {
  readonly path: string

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-config-')))
    for (const [name, content] of Object.entries({ 'experiment.ts': '', ...files })) this.write(name, content)
  }

  write(name: string, content: string | Uint8Array): void {
    const file = this.at(name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }

  at(name: string): string {
    return join(this.path, name)
  }

  async read(name: string, env: Readonly<Record<string, string | undefined>> = {}): Promise<ConfigChain> {
    return await readConfigChain(this.at(name), env)
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads one config. */
export async function readText(text: string | Uint8Array, env?: Environment): Promise<ConfigChain> {
  return await new ConfigFolder({ 'config.yml': text }).read('config.yml', env)
}

/** Reads a config that extends the experiment and has nothing wrong. */
export async function readGood(text: string, env?: Environment): Promise<ConfigDocument> {
  const { documents, problems } = await readText(`${text}\nextend: ./experiment.ts\n`, env)
  const [document] = documents
  if (document === undefined || problems.length > 0) throw new Error(problems.map(showProblem).join('\n'))
  return document
}

/** What is wrong with a config: `CODE line:column message hint`. */
export async function problemsOf(text: string | Uint8Array, env?: Environment): Promise<string[]> {
  return (await readText(text, env)).problems.map(showProblem)
}

/** The same, where the config extends the experiment in its last line. */
export async function problemsIn(text: string, env?: Environment): Promise<string[]> {
  return await problemsOf(`${text}\nextend: ./experiment.ts\n`, env)
}

export function showProblem({ code, message, hint, place }: Problem): string {
  return `${code} ${place?.line}:${place?.column} ${message}${hint === undefined ? '' : ` ${hint}`}`
}

/** What the parameters are given: a text, or data. */
export function givenIn(document: ConfigDocument): Record<string, unknown> {
  return Object.fromEntries(document.parameters.map(({ name, given }) => [name, given]))
}
