import type { Command } from 'commander'
import { printJson } from '../print.ts'

/** `runlab schema [FILE]`: the JSON Schema of configs, for editors. */
export function schemaCommand(program: Command): void {
  program
    .command('schema')
    .summary('print the JSON Schema of configs')
    .description('print the JSON Schema of configs; with FILE of those that extend it')
    .argument('[file]', 'an experiment, FILE[#name], or a config')
    .action(async (file: string | undefined) => {
      printJson(await schemaOf(file))
    })
}

async function schemaOf(file: string | undefined): Promise<unknown> {
  const { configSchema } = await import('../../experiment/config/config-schema.ts')
  if (file === undefined) return configSchema()
  const { describeFile } = await import('../../runtime/checking/describe-file.ts')
  return configSchema(await describeFile(file))
}
