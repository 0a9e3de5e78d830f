import type { Command } from 'commander'

/** Takes the exit code of a command that is not all or nothing. */
export type End = (exitCode: number) => void

interface Entry {
  readonly names: readonly string[]
  /** Declares them. What they need is loaded by then, and what others need is not. */
  readonly declare: (program: Command, end: End) => Promise<void>
}

/** All commands but `help`, by their groups in the order of the help. */
export const CATALOGUE: Readonly<Record<string, readonly Entry[]>> = {
  Run: [
    { names: ['run'], declare: async (program) => (await import('./commands/describe-run.ts')).describeRun(program) },
    { names: ['sweep'], declare: async (program) => (await import('./commands/sweep.ts')).sweepHelp(program) },
    { names: ['resume'], declare: async (program) => (await import('./commands/resume.ts')).resumeHelp(program) },
    { names: ['rerun'], declare: async (program) => (await import('./commands/rerun.ts')).rerunCommand(program) },
    { names: ['reproduce'], declare: async (program) => (await import('./commands/reproduce.ts')).reproduceCommand(program) },
    { names: ['check'], declare: async (program, end) => (await import('./commands/check.ts')).checkCommand(program, end) },
    { names: ['schema'], declare: async (program) => (await import('./commands/schema.ts')).schemaCommand(program) },
  ],
  Look: [
    { names: ['list'], declare: async (program) => (await import('./commands/list.ts')).listCommand(program) },
    { names: ['show'], declare: async (program, end) => (await import('./commands/show.ts')).showCommand(program, end) },
    {
      names: ['tail', 'open', 'overview'],
      declare: async (program) => (await import('./commands/look.ts')).lookCommands(program),
    },
    { names: ['ui'], declare: async (program) => (await import('./commands/ui.ts')).uiCommand(program) },
    { names: ['points'], declare: async (program) => (await import('./commands/points.ts')).pointsCommand(program) },
    { names: ['draw'], declare: async (program, end) => (await import('./commands/draw.ts')).drawCommand(program, end) },
    { names: ['export'], declare: async (program, end) => (await import('./commands/export.ts')).exportCommand(program, end) },
  ],
  Compare: [
    { names: ['groups'], declare: async (program) => (await import('./commands/groups.ts')).groupsCommand(program) },
    { names: ['plot'], declare: async (program) => (await import('./commands/plot.ts')).plotCommand(program) },
    { names: ['compare'], declare: async (program) => (await import('./commands/compare.ts')).compareCommand(program) },
    { names: ['diff'], declare: async (program) => (await import('./commands/diff.ts')).diffCommand(program) },
    { names: ['query'], declare: async (program, end) => (await import('./commands/query.ts')).queryCommand(program, end) },
    { names: ['analyse'], declare: async (program, end) => (await import('./commands/analyse.ts')).analyseCommand(program, end) },
    { names: ['new'], declare: async (program) => (await import('./commands/new.ts')).newCommand(program) },
  ],
  'Keep in order': [
    {
      names: ['tag', 'note'],
      declare: async (program, end) => (await import('./commands/annotate.ts')).annotateCommands(program, end),
    },
    { names: ['modify'], declare: async (program, end) => (await import('./commands/modify.ts')).modifyCommand(program, end) },
    {
      names: ['delete', 'restore', 'purge'],
      declare: async (program, end) => (await import('./commands/delete.ts')).trashCommands(program, end),
    },
    {
      names: ['compress'],
      declare: async (program, end) => (await import('./commands/compress.ts')).compressCommand(program, end),
    },
    { names: ['import'], declare: async (program, end) => (await import('./commands/import.ts')).importCommand(program, end) },
    { names: ['recover'], declare: async (program, end) => (await import('./commands/recover.ts')).recoverCommand(program, end) },
    { names: ['verify'], declare: async (program, end) => (await import('./commands/verify.ts')).verifyCommand(program, end) },
  ],
  Help: [
    { names: ['completion'], declare: async (program) => (await import('./commands/completion.ts')).completionCommand(program) },
  ],
}

/** The names of all commands. */
export const COMMANDS: readonly string[] = [
  ...Object.values(CATALOGUE).flatMap((all) => all.flatMap(({ names }) => names)),
  'help',
]
