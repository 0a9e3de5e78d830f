import type { Command } from 'commander'
import { printJson } from '../print.ts'

/** `runlab schema [FILE]`: the JSON Schema of configs, for editors. */
export function schemaCommand(program: Command): void {
  program
    .command('schema')
    .summary('print the JSON Schema of configs')
    .description('print the JSON Schema of configs; with FILE of those that extend it')
    .argument('[file]', 'an experiment, FILE[#name], or a config')
    .option('--sweep', 'of configs that define a sweep, over the parameters of FILE')
    .action(async (file: string | undefined, { sweep = false }: { readonly sweep?: boolean }) => {
      printJson(await schemaOf(file, sweep))
    })
}

async function schemaOf(file: string | undefined, isSweep: boolean): Promise<unknown> {
  const schema = isSweep
    ? (await import('../../sweep/definition/sweep-schema.ts')).sweepSchema
    : (await import('../../experiment/config/config-schema.ts')).configSchema
  if (file === undefined) return schema()
  const { describeFile } = await import('../../runtime/checking/describe-file.ts')
  return schema(await describeFile(file))
}
