/**
 * Every error that runlab raises on purpose, and what it says.
 * A message names what failed, with which value and where; the hint says what to do.
 */
interface Said {
  readonly message: string
  readonly hint?: string
}

const didYouMean = (suggestion: string | null | undefined, otherwise?: string): { hint?: string } =>
  suggestion ? { hint: `Did you mean ${suggestion}?` } : otherwise ? { hint: otherwise } : {}

/** A line of text with a caret under a place in it. */
const shortList = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`

const pointed = (text: string, at: number): string => `         ${text}\n         ${' '.repeat(Math.max(0, at))}^`

const sayProblem = ({ message, hint, place }: Problem): string =>
  `${place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `}${message}${hint ? ` ${hint}` : ''}`

export const CATALOGUE = {
  // — defining —
  // `name`: of the parameter, hook or other part that is wrong.
  DEFINITION_INVALID: (d: { readonly what: string; readonly hint?: string; readonly name?: string }): Said => ({
    message: `The experiment's definition is wrong: ${d.what}.`,
    ...(d.hint ? { hint: d.hint } : {}),
  }),
  DEFINITION_KEY_UNKNOWN: (d: {
    readonly key: string
    readonly suggestion: string | null
    readonly known: readonly string[]
  }): Said => ({
    message: `The experiment's definition has a key "${d.key}" that runlab does not know.`,
    ...didYouMean(d.suggestion, `Known keys: ${d.known.join(', ')}.`),
  }),
  HOOK_UNKNOWN: (d: { readonly hook: string; readonly suggestion: string | null }): Said => ({
    message: `The experiment has no hook "${d.hook}".`,
    ...didYouMean(d.suggestion, 'Declare it under `hooks`.'),
  }),
  // — parameters —
  PARAMETERS_INVALID: (d: { readonly problems: readonly Problem[] }): Said => ({
    message: d.problems.map(sayProblem).join('\n'),
  }),
  ARCHIVE_NOT_FOUND: (d: { readonly folder: string }): Said => ({
    message: `There is no folder ${d.folder}.`,
    hint: 'An archive is a folder of runs, results/ by default; relative paths start from the working directory.',
  }),
  NAMESPACE_NOT_FOUND: (d: {
    readonly namespace: string
    readonly archive: string
    readonly suggestion: string | null
  }): Said => ({
    message: `There are no runs of ${JSON.stringify(d.namespace)} in ${d.archive}.`,
    ...didYouMean(d.suggestion, 'runlab list shows all of them; --results DIR names another archive.'),
  }),
  QUERY_INVALID: (d: {
    readonly text: string
    /** Where in the text, from 0. */
    readonly at: number
    readonly reason: string
    readonly suggestion: string | null
    readonly fields: readonly string[]
    /** A name that is no field. */
    readonly unknown?: string
  }): Said => ({
    message: `${d.reason}:\n${pointed(d.text, d.at)}`,
    ...didYouMean(d.suggestion, d.fields.length === 0 ? undefined : `Fields: ${d.fields.join(', ')}.`),
  }),
  MODIFY_TARGET: (d: { readonly target: string; readonly suggestion: string | null }): Said => ({
    message: `${d.target} cannot be modified.`,
    ...didYouMean(d.suggestion, 'What can be: params.NAME, name, description, tags, note.'),
  }),
  MODIFY_VALUE: (d: {
    readonly run: string
    readonly assignment: string
    readonly reason: string
    /** `rate`, where `raet` is no parameter. */
    readonly suggestion?: string | null
    /** Of how many runs it is said; of one when left out. */
    readonly runs?: number
  }): Said => ({
    message: `${d.assignment} is refused for ${d.runs === undefined ? d.run : `${d.runs} runs`}: ${d.reason}.`,
    hint: `${d.suggestion ? `Did you mean ${d.suggestion}? ` : ''}Nothing was changed.`,
  }),
  QUERY_OPTION: (d: { readonly option: string; readonly got: string; readonly expected: string }): Said => ({
    message: `The option ${d.option} cannot be ${d.got}: expected ${d.expected}.`,
  }),
  COMPARE_COUNT: (d: { readonly runs: number; readonly most: number }): Said => ({
    message: `${d.runs} ${d.runs === 1 ? 'run' : 'runs'} cannot be compared: it takes two to ${d.most}.`,
    hint:
      d.runs > d.most
        ? 'Name fewer, or say with --where which, or --limit 40; runlab list --csv has all in one table.'
        : 'runlab list shows the runs that there are.',
  }),
  PLOT_EMPTY: (d: { readonly what: string; readonly runs: number; readonly reasons: readonly string[] }): Said => ({
    message:
      d.runs === 0
        ? `There is nothing to draw of ${JSON.stringify(d.what)}: no run was selected.`
        : `There is nothing to draw of ${JSON.stringify(d.what)}: none of ${d.runs} ${d.runs === 1 ? 'run' : 'runs'} counts (${d.reasons.join('; ')}).`,
    hint: d.runs === 0 ? 'runlab list shows the runs that there are.' : 'Runs count that are done and have the number.',
  }),
  EXPORT_FOLDER: (d: { readonly folder: string; readonly reason: string; readonly hint: string }): Said => ({
    message: `Nothing can be exported to ${d.folder}: ${d.reason}.`,
    hint: d.hint,
  }),
  EXPORT_UNREAD: (d: { readonly file: string; readonly what: string; readonly reason: string }): Said => ({
    message: `${d.file} was not written, since not all can be read: ${d.what}: ${d.reason}`,
    hint: 'runlab verify says what of the run is damaged; runlab export writes what can be read.',
  }),
  SQL_INVALID: (d: { readonly reason: string; readonly views: readonly string[] }): Said => ({
    message: `The query cannot be run. ${d.reason}${/[.!?^]$/.test(d.reason) ? '' : '.'}`,
    hint: `Tables: ${d.views.join(', ')}; DESCRIBE runs shows the columns of one. Names like params.rate need double quotes.`,
  }),
  DUCKDB_MISSING: (_d: object): Said => ({
    message: 'runlab query needs DuckDB, which is not installed beside runlab.',
    hint: 'Install it in the project: npm install --save-dev @duckdb/node-api',
  }),
  FIGURE_FILE: (d: { readonly file: string; readonly reason: string }): Said => ({
    message: `The figure cannot be written as ${d.file}: ${d.reason}.`,
    hint: 'A name ends in .svg, .png or .pdf.',
  }),
  QUERY_FIELD_UNKNOWN: (d: {
    readonly text: string
    readonly at: number
    readonly what: 'parameter' | 'value' | 'series'
    readonly key: string
    readonly runs: number
    readonly suggestion: string | null
  }): Said => ({
    message: `${d.runs === 1 ? 'The only run has no' : `None of ${d.runs} runs has a`} ${d.what} ${JSON.stringify(d.key)}:\n${pointed(d.text, d.at)}`,
    ...didYouMean(d.suggestion),
  }),
  // — sweeps —
  SPACE_INVALID: (d: { readonly parameter: string | null; readonly what: string; readonly hint?: string }): Said => ({
    message: `The search space${d.parameter === null ? '' : ` of ${JSON.stringify(d.parameter)}`} is wrong: ${d.what}.`,
    ...(d.hint ? { hint: d.hint } : {}),
  }),
  SPACE_TEXT: (d: {
    readonly parameter: string
    readonly text: string
    /** Where in the text, from 0. */
    readonly at: number
    readonly reason: string
    readonly hint: string
  }): Said => ({
    message: `The search space of ${JSON.stringify(d.parameter)} cannot be read. ${d.reason}:\n${pointed(d.text, d.at)}`,
    hint: d.hint,
  }),
  SPACE_CYCLE: (d: { readonly cycle: readonly string[] }): Said => ({
    message: `Conditions of the search space go round in a circle: ${d.cycle.join(' → ')}.`,
    hint: 'Let one of these parameters have no condition.',
  }),
  SAMPLER_SPACE: (d: {
    readonly sampler: string
    readonly parameter: string | null
    readonly why: string
    readonly hint: string
  }): Said => ({
    message: `The sampler ${d.sampler} cannot search ${d.parameter === null ? 'this space' : JSON.stringify(d.parameter)}: ${d.why}.`,
    hint: d.hint,
  }),
  SWEEP_OPTION: (d: {
    readonly option: string
    readonly value: string
    readonly expected: string
    readonly suggestion?: string | null
  }): Said => ({
    message: `The option ${d.option} of a sweep cannot be ${d.value}: expected ${d.expected}.`,
    ...didYouMean(d.suggestion),
  }),
  SWEEP_INVALID: (d: { readonly file: string; readonly problems: readonly Problem[] }): Said => ({
    message: [`The sweep of ${d.file} is wrong:`, ...d.problems.map(sayProblem)].join('\n'),
  }),
  SWEEP_KEY_UNKNOWN: (d: {
    readonly key: string
    readonly suggestion: string | null
    readonly known: readonly string[]
  }): Said => ({
    message: `A sweep has no key ${JSON.stringify(d.key)}.`,
    ...didYouMean(
      d.suggestion,
      `It has: ${d.known.join(', ')}. What the experiment declares goes under \`space\` or \`parameters\`.`,
    ),
  }),
  SWEEP_OBJECTIVE: (d: { readonly what: string }): Said => ({
    message: `${d.what} needs to know what is better, and the sweep has no objective.`,
    hint: 'Add --minimize EXPR or --maximize EXPR (objective in a file): --minimize series.loss.min, --maximize data.accuracy.',
  }),
  SWEEP_ENDLESS: (d: { readonly sampler: string; readonly parameter: string | null }): Said => ({
    message: `The sweep would never end: the sampler ${d.sampler} goes on for ever${d.parameter === null ? '' : `, and ${JSON.stringify(d.parameter)} has too many values to try them all`}.`,
    hint: 'Say how many trials, --trials 50, or how long, --time 8h.',
  }),
  SWEEP_SERIES: (d: { readonly pruner: string; readonly objective: string }): Said => ({
    message: `The pruner ${d.pruner} judges trials by a series, and the objective ${JSON.stringify(d.objective)} names none.`,
    hint: `Say which: --prune ${d.pruner}:series=loss.`,
  }),
  SWEEP_NONE: (d: { readonly run: string }): Said => ({
    message: `${d.run} is not a sweep.`,
    hint: 'runlab list shows how many trials a sweep has.',
  }),
  SWEEP_BEST: (d: {
    readonly sweep: string
    readonly trial: number | null
    readonly objectives: number
    readonly done: number
  }): Said => ({
    message:
      d.trial !== null
        ? `The sweep ${d.sweep} has no trial ${d.trial} that is done.`
        : `The sweep ${d.sweep} has no best trial: ${d.done === 0 ? 'none of its trials is done' : 'it has no objective'}.`,
    ...(d.trial === null && d.done > 0 ? { hint: `Say which trial: runlab sweep best ${d.sweep} --trial N.` } : {}),
  }),
  SWEEP_RUNS: (d: { readonly run: string; readonly life: 'working' | 'unknown' }): Said => ({
    message: `The sweep ${d.run} ${d.life === 'working' ? 'is running' : 'may be running on another machine'}.`,
    hint:
      d.life === 'working'
        ? 'Interrupt it there (Ctrl-C), or wait for its end.'
        : 'Make sure that it is not; then runlab recover says so in its record.',
  }),
  SWEEP_HISTORY: (d: { readonly trial: number; readonly what: string }): Said => ({
    message: `The record of trial ${d.trial} does not fit the sweep: ${d.what}.`,
    hint: 'A sweep goes on with the objectives that it began with; begin another one to change them.',
  }),
  PARAMETER_UNKNOWN: (d: {
    readonly parameter: string
    readonly suggestion: string | null
    readonly known: readonly string[]
  }): Said => ({
    message: `There is no parameter "${d.parameter}".`,
    ...didYouMean(
      d.suggestion,
      d.known.length > 0 ? `The experiment has: ${d.known.join(', ')}.` : 'The experiment has no parameters.',
    ),
  }),
  PARAMETER_INVALID: (d: {
    readonly parameter: string
    readonly value: string
    readonly expected: string
    readonly suggestion?: string | null
    readonly hint?: string
  }): Said => ({
    message: `Parameter "${d.parameter}" cannot be ${d.value}: expected ${d.expected}.`,
    ...didYouMean(d.suggestion, d.hint),
  }),
  PARAMETER_HIDDEN: (d: { readonly parameter: string; readonly flag: string }): Said => ({
    message: `The parameter "${d.parameter}" has the name of a flag of runlab's: ${d.flag} does not reach it.`,
    hint: `Give it as -p ${d.parameter}=VALUE, or rename it.`,
  }),
  PARAMETER_MISSING: (d: { readonly parameter: string; readonly hint: string }): Said => ({
    message: `Parameter "${d.parameter}" has no value.`,
    hint: d.hint,
  }),
  DERIVED_CYCLE: (d: { readonly cycle: readonly string[] }): Said => ({
    message: `Derived parameters depend on one another in a circle: ${d.cycle.join(' → ')}.`,
    hint: 'Give one of them a value of its own.',
  }),
  DERIVED_FAILED: (d: { readonly parameter: string; readonly reason: string }): Said => ({
    message: `Computing the derived parameter "${d.parameter}" failed: ${d.reason}.`,
  }),
  INHERIT_NOTHING: (d: { readonly parameter: string; readonly where: string }): Said => ({
    message: `${d.where === '' ? '' : `${d.where}: `}"${d.parameter}" inherits, and no layer below has such a parameter.`,
    hint: 'Give it a default of its own.',
  }),
  INHERIT_FAILED: (d: { readonly parameter: string; readonly where: string; readonly reason: string }): Said => ({
    message: `${d.where}: making the parameter "${d.parameter}" of what it inherits failed: ${d.reason}.`,
  }),
  VALUE_NOT_FOUND: (d: { readonly key: string; readonly run: string; readonly suggestion: string | null }): Said => ({
    message: `The run ${d.run} has no value ${JSON.stringify(d.key)}.`,
    ...didYouMean(d.suggestion, 'run.values has all of them, and runlab show names them.'),
  }),
  META_READ_ONLY: (d: { readonly key: string }): Said => ({
    message: `meta.${d.key} cannot be set: meta is a copy of what runlab keeps of the run, and what is put into it is lost.`,
    hint: `e.set('${d.key}', …) keeps it among the run's values.`,
  }),
  MIXIN_CLASH: (d: { readonly parameter: string; readonly one: string; readonly other: string }): Said => ({
    message: `${d.one} and ${d.other} both have a parameter "${d.parameter}".`,
    hint: 'Rename one of them, or say in the experiment that includes them what it is: under `parameters`, or `override`.',
  }),
  MIXIN_HOOK: (d: {
    readonly mixin: string
    readonly hook: string
    readonly experiment: string
    readonly suggestion: string | null
  }): Said => ({
    message: `${d.mixin} implements a hook "${d.hook}", which ${d.experiment} does not have.`,
    ...didYouMean(d.suggestion, 'Declare it there under `hooks`, or mark the implementation: { append: …, optional: true }.'),
  }),
  MIXIN_NOT_FOUND: (d: {
    readonly file: string
    readonly name: string | null
    readonly names: readonly string[]
    readonly suggestion: string | null
  }): Said => {
    if (d.name !== null) {
      const exported = d.names.length === 0 ? 'It exports none.' : `It exports: ${d.names.join(', ')}.`
      return { message: `${d.file} exports no mixin "${d.name}".`, ...didYouMean(d.suggestion, exported) }
    }
    if (d.names.length === 0) {
      const hint = 'Export one: export const notify = defineMixin(import.meta, { … })'
      return { message: `${d.file} exports no mixin.`, hint }
    }
    return { message: `${d.file} exports several mixins: ${d.names.join(', ')}.`, hint: `Say which: ${d.file}#${d.names[0]}` }
  },
  HOOK_ABSTRACT: (d: { readonly hooks: readonly string[]; readonly where: string }): Said => ({
    message: `${d.hooks.map((hook) => `"${hook}"`).join(', ')} ${d.hooks.length === 1 ? 'is a hook' : 'are hooks'} without an implementation: ${d.where} leaves that to what is derived from it.`,
    hint: `Extend it: implement: { ${d.hooks.map((hook) => `${hook}: (e, …) => …`).join(', ')} }`,
  }),
  // — the command line —
  FLAG_UNKNOWN: (d: { readonly flag: string; readonly suggestion: string | null; readonly help?: string }): Said => ({
    message: `Unknown flag ${d.flag}.`,
    ...didYouMean(
      d.suggestion,
      d.help === undefined ? "See --help for the experiment's parameters and flags." : `See ${d.help}.`,
    ),
  }),
  USAGE: (d: { readonly reason: string; readonly help: string }): Said => ({
    message: `${d.reason}.`,
    hint: `See ${d.help}.`,
  }),
  FLAG_VALUE_MISSING: (d: { readonly flag: string; readonly next?: string }): Said => ({
    message: d.next === undefined ? `${d.flag} needs a value.` : `${d.flag} needs a value, but is followed by ${d.next}.`,
    hint: d.next === undefined ? `Write ${d.flag}=VALUE.` : `If that is the value, write ${d.flag}=${d.next}.`,
  }),
  FLAG_INVALID: (d: { readonly flag: string; readonly value: string; readonly expected: string }): Said => ({
    message: `${d.flag} cannot be ${d.value}: expected ${d.expected}.`,
  }),
  REPEAT_REFUSED: (d: { readonly path: string; readonly reason: string; readonly hint: string }): Said => ({
    message: `${d.path} cannot be run again: ${d.reason}.`,
    hint: d.hint,
  }),
  INSTALL_FAILED: (d: { readonly command: string; readonly reason: string }): Said => ({
    message: `The packages of the run could not be installed by ${d.command}: ${d.reason}.`,
    hint: 'Try again with a network; or --use-installed takes what is installed in the project, where it is what the lockfile says.',
  }),
  REPEAT_PARAMETER: (d: { readonly parameter: string; readonly run: string }): Said => ({
    message: `The value that ${d.run} had for the parameter "${d.parameter}" is not in the archive: it was masked as a secret, or could not be written.`,
    hint: `Give it again: -p ${d.parameter}=VALUE.`,
  }),
  TOLERANCE_INVALID: (d: { readonly text: string; readonly reason: string }): Said => ({
    message: `The tolerance ${d.text} cannot be used: ${d.reason}.`,
    hint: "Write NAME=TOLERANCE, for example 'loss/*=1e-6', 'time=ignore' or '*.png=pixels'.",
  }),
  FLAG_OF_COMMAND: (d: { readonly flag: string }): Said => ({
    message: `${d.flag} works with \`runlab run\` only: here the program runs by itself.`,
    hint: 'Run the file with runlab run.',
  }),
  FLAGS_CONFLICT: (d: { readonly one: string; readonly other: string; readonly reason?: string }): Said => ({
    message: `${d.one} and ${d.other} do not go together.`,
    hint: `${d.reason ?? 'Each says what the run is called'}: leave one out.`,
  }),
  ARGUMENT_UNEXPECTED: (d: { readonly argument: string; readonly suggestion?: string | null }): Said => ({
    message: `Unexpected argument ${JSON.stringify(d.argument)}.`,
    ...didYouMean(
      d.suggestion,
      /\.(?:[cm]?[jt]s|[jt]sx)$/.test(d.argument)
        ? 'Only configs can be several: write one that extends it.'
        : 'Parameters are given as --name VALUE or --name=VALUE.',
    ),
  }),
  COMMAND_UNKNOWN: (d: { readonly command: string; readonly suggestion: string | null }): Said => ({
    message: `There is no command "${d.command}".`,
    ...didYouMean(d.suggestion, 'See runlab --help.'),
  }),
  // — finding the experiment —
  FILE_NOT_FOUND: (d: { readonly file: string; readonly suggestion?: string | null; readonly isFolder?: boolean }): Said =>
    d.isFolder === true
      ? { message: `${d.file} is a folder.`, hint: `Name files in it: ${d.file.replace(/\/$/, '')}/*.yml` }
      : { message: `There is no file ${d.file}.`, ...didYouMean(d.suggestion) },
  FILE_MISSING: (): Said => ({
    message: 'Say which experiment file to run.',
    hint: 'runlab run FILE [--parameter value …]',
  }),
  LOAD_FAILED: (d: { readonly file: string; readonly reason: string; readonly frame: string | null }): Said => ({
    message: `${d.file} could not be loaded: ${d.reason}${d.frame ? `\n\n${d.frame}\n` : ''}`,
  }),
  CHECK_ENDED: (d: { readonly file: string }): Said => ({
    message: `The process was ended while ${d.file} was checked, and nothing more was.`,
    hint: 'Look for what calls process.exit() when the file is loaded, or soon after.',
  }),
  EXPERIMENT_NONE: (d: {
    readonly file: string
    /** Null where the file was not executed. */
    readonly found: readonly string[] | null
    /** Where it defines one that it does not export. */
    readonly line: number | null
    readonly isCommonJs: boolean
    /** Whether it defines a sweep. */
    readonly isSweep?: boolean
  }): Said => ({
    message:
      d.found === null
        ? `${d.file} exports no experiment: neither it nor what it imports uses runlab. It was not executed.`
        : `${d.file} exports no experiment${d.found.length > 0 ? ` (it exports ${d.found.join(', ')})` : ''}.`,
    hint:
      d.isSweep === true
        ? `It defines a sweep: runlab sweep ${d.file}`
        : `${d.line === null ? '' : `The one in line ${d.line} is not exported. `}Write: ${
            d.isCommonJs
              ? 'module.exports = defineExperiment(module, { … })'
              : 'export const experiment = defineExperiment(import.meta, { … })'
          }`,
  }),
  EXPERIMENT_AMBIGUOUS: (d: { readonly file: string; readonly names: readonly string[] }): Said => ({
    message: `${d.file} exports several experiments: ${d.names.join(', ')}.`,
    hint: `Say which one: ${d.file}#${d.names[0] ?? 'name'}`,
  }),
  EXPERIMENT_NAME_UNKNOWN: (d: {
    readonly file: string
    readonly name: string
    readonly names: readonly string[]
    readonly suggestion: string | null
  }): Said => ({
    message: `${d.file} exports no experiment "${d.name}".`,
    ...didYouMean(d.suggestion, `It exports: ${d.names.join(', ') || 'none'}.`),
  }),
  // — configs —
  CONFIG_INVALID: (d: { readonly file: string; readonly problems: readonly Problem[] }): Said => ({
    message: [`The config ${d.file} is wrong:`, ...d.problems.map(sayProblem)].join('\n'),
  }),
  CONFIG_SYNTAX: (d: { readonly reason: string; readonly hint?: string }): Said => ({
    message: `The config cannot be read: ${d.reason}.`,
    ...(d.hint ? { hint: d.hint } : {}),
  }),
  CONFIG_KEY_UNKNOWN: (d: {
    readonly key: string
    readonly suggestion: string | null
    readonly known: readonly string[]
  }): Said => ({
    message: `A config has no key ${JSON.stringify(d.key)}.`,
    ...didYouMean(d.suggestion, `It has: ${d.known.join(', ')}. What the experiment declares goes under \`parameters\`.`),
  }),
  CONFIG_KEY_TWICE: (d: { readonly key: string; readonly line: number }): Said => ({
    message: `The key ${JSON.stringify(d.key)} stands here again: line ${d.line} has it already.`,
    hint: 'Keep one of them.',
  }),
  CONFIG_EXTEND_MISSING: (_: Record<string, never>): Said => ({
    message: 'The config does not say what it extends.',
    hint: 'Write: extend: ./experiment.ts',
  }),
  CONFIG_IS_SWEEP: (d: { readonly file: string }): Said => ({
    message: 'The config defines a sweep, and no single run.',
    hint: `runlab sweep ${d.file} runs it.`,
  }),
  CONFIG_VALUE: (d: {
    readonly key: string
    readonly value: string
    readonly expected: string
    readonly hint?: string
  }): Said => ({
    message: `"${d.key}" cannot be ${d.value}: expected ${d.expected}.`,
    ...(d.hint ? { hint: d.hint } : {}),
  }),
  CONFIG_VARIABLE_UNSET: (d: {
    readonly variable: string
    readonly suggestion: string | null
    readonly isSecret: boolean
  }): Said => {
    const otherwise = d.isSecret ? '.' : `, or write \${${d.variable}:-default}.`
    return {
      message: `The environment variable ${d.variable} is not set.`,
      hint: `${d.suggestion ? `Did you mean ${d.suggestion}? If not, set it` : 'Set it'}${otherwise}`,
    }
  },
  CONFIG_VARIABLE_SYNTAX: (d: { readonly written: string; readonly reason: string }): Said => ({
    message: `${d.written} is no variable: ${d.reason}.`,
    hint: 'Write ${VAR}, ${VAR:-default}, or $$ for a dollar sign.',
  }),
  CONFIG_FILE_MISSING: (d: {
    readonly file: string
    /** Why it cannot be read; null where it does not exist. */
    readonly reason: string | null
    readonly suggestion: string | null
  }): Said => ({
    message: d.reason === null ? `There is no file ${d.file}.` : `${d.file} cannot be read: ${d.reason}.`,
    ...didYouMean(d.suggestion),
  }),
  CONFIG_CYCLE: (d: { readonly cycle: readonly string[] }): Said => ({
    message: `Configs extend one another in a circle: ${d.cycle.join(' → ')}.`,
    hint: 'One of them has to extend an experiment.',
  }),
  // — the archive —
  NAME_INVALID: (d: { readonly what: string; readonly value: string; readonly reason: string }): Said => ({
    message: `The ${d.what} ${JSON.stringify(d.value)} cannot be used: ${d.reason}.`,
  }),
  ANNOTATION_INVALID: (d: { readonly what: 'tag' | 'note'; readonly value: string; readonly reason: string }): Said => ({
    message: `The ${d.what} cannot be ${d.value}: ${d.reason}.`,
  }),
  ANALYSIS_REFUSED: (d: { readonly path: string; readonly reason: string; readonly hint: string }): Said => ({
    message: `${d.path} cannot be analysed: ${d.reason}.`,
    hint: d.hint,
  }),
  ANALYSIS_UNKNOWN: (d: {
    readonly name: string
    readonly path: string
    readonly names: readonly string[]
    readonly suggestion: string | null
  }): Said => ({
    message: `The experiment of ${d.path} has no analysis ${JSON.stringify(d.name)}. It has ${d.names.length === 0 ? 'none' : d.names.join(', ')}.`,
    ...didYouMean(d.suggestion, 'Analyses are declared in `analyses` of the experiment.'),
  }),
  ANALYSIS_FAILED: (d: { readonly name: string; readonly path: string; readonly reason: string }): Said => ({
    message: `The analysis ${d.name} of ${d.path} failed: ${d.reason}.`,
    hint: 'Nothing of it was added to the run.',
  }),
  ANALYSIS_EMPTY: (d: { readonly archive: string; readonly runs: number; readonly where: string | null }): Said => ({
    message:
      d.runs === 0
        ? `There is nothing to analyse: ${d.archive} has no run${d.where === null ? '' : ` of which ${d.where} is true`}.`
        : `There is nothing to analyse yet: none of ${d.runs} ${d.runs === 1 ? 'run' : 'runs'} is done.`,
    hint: 'runlab list shows the runs that there are; --results DIR names another archive.',
  }),
  ANALYSIS_SEVERAL: (d: { readonly archive: string; readonly experiments: readonly string[] }): Said => ({
    message: `${d.archive} has runs of several experiments: ${d.experiments.join(', ')}.`,
    hint: `Say which: runlab new analysis NAMESPACE, or --where 'name == "${d.experiments[0] ?? ''}"'.`,
  }),
  ANALYSIS_EXISTS: (d: { readonly file: string }): Said => ({
    message: `There is a file ${d.file} already, and it is not replaced.`,
    hint: 'Choose another name with --name.',
  }),
  KIND_CODE_MISSING: (d: { readonly path: string }): Said => ({
    message: `${d.path} has series of its experiment's own kinds, and the code of its experiment is not there.`,
    hint: 'Without --own-kinds they are drawn as tables.',
  }),
  REPORT_MISSING: (d: { readonly path: string; readonly run: string }): Said => ({
    message: `There is no report at ${d.path}: it is written when a run has ended.`,
    hint: `runlab draw ${d.run} writes it.`,
  }),
  PAGE_MISSING: (d: { readonly folder: string }): Said => ({
    message: `The page was not built: there is nothing to read in ${d.folder}.`,
    hint: 'In a checkout of runlab, `npm run build` makes it; else install the package again.',
  }),
  PORT_TAKEN: (d: { readonly port: number }): Said => ({
    message: `Another program listens at port ${d.port} of this machine.`,
    hint: 'Leave --port out, and a free one is taken.',
  }),
  RUN_OUTSIDE_ARCHIVE: (d: { readonly path: string; readonly archive: string }): Said => ({
    message: `${d.path} is no run in the archive ${d.archive}.`,
    hint: 'Say with --results which archive it belongs to.',
  }),
  RUN_LINKED: (d: { readonly path: string; readonly target: string; readonly what: 'deleted' | 'packed' }): Said => ({
    message: `${d.path} is a link to ${d.target}, and is not ${d.what}.`,
    hint: 'Name the run where it lies. The link alone is removed with rm.',
  }),
  RUN_RUNNING: (d: {
    readonly path: string
    readonly what: string
    readonly certain: boolean
    /** Of how many runs it is said; of one when left out. */
    readonly runs?: number
  }): Said => {
    const [who, is, it] = d.runs === undefined ? [d.path, 'is', 'it has'] : [`${d.runs} runs`, 'are', 'they have']
    return {
      message: `${who} ${d.certain ? `${is} running` : 'may be running: that cannot be told from here'}, and ${is} not ${d.what}.`,
      hint: `Wait until ${it} ended${d.what === 'deleted' ? ', or delete with --force' : ''}.`,
    }
  },
  RESTORE_TAKEN: (d: { readonly path: string }): Said => ({
    message: `Where the run was there is another one now: ${d.path}`,
    hint: 'Rename or delete that one first.',
  }),
  CONFIRMATION_NEEDED: (d: { readonly what: string }): Said => ({
    message: `This would ${d.what}, and there is no terminal on which to ask.`,
    hint: 'Say --yes to do it without being asked.',
  }),
  RUN_NAME_TAKEN: (d: { readonly name: string; readonly path: string }): Said => ({
    message: `There is a run named "${d.name}" already: ${d.path}`,
    hint: 'Choose another --name, or leave it out.',
  }),
  ARCHIVE_UNWRITABLE: (d: { readonly path: string; readonly reason: string }): Said => ({
    message: `Cannot write to ${d.path}: ${d.reason}.`,
  }),
  RUN_NOT_FOUND: (d: {
    readonly path: string
    /** Where a name was looked for. */
    readonly archive?: string
    readonly suggestion?: string | null
    /** Whether it was looked for in the trash. */
    readonly isTrash?: boolean
    /** Of runs, where one of those was meant. */
    readonly namespace?: string | null
  }): Said => ({
    message:
      d.archive === undefined ? `There is no run at ${d.path}.` : `There is no run ${JSON.stringify(d.path)} in ${d.archive}.`,
    ...(d.namespace
      ? { hint: `Did you mean one of the runs of ${d.namespace}? runlab list ${d.namespace} shows them.` }
      : didYouMean(d.suggestion, d.isTrash === true ? 'runlab restore lists the trash.' : 'See runlab list.')),
  }),
  RUN_AMBIGUOUS: (d: { readonly run: string; readonly candidates: readonly string[] }): Said => ({
    message: `Several runs are meant by "${d.run}": ${shortList(d.candidates)}.`,
    hint: 'Type more of its name.',
  }),
  RUN_UNFINISHED: (d: { readonly path: string; readonly run: string }): Said => ({
    message: `The record of ${d.path} is not complete: its process died.`,
    hint: `Run runlab recover ${d.run} first.`,
  }),
  ZIP_REFUSED: (d: { readonly file: string; readonly reason: string }): Said => ({
    message: `${d.file} is refused: ${d.reason}.`,
    hint: 'Nothing of it was kept.',
  }),
  PACKING_TAKEN: (d: { readonly path: string; readonly run: string }): Said => ({
    message: `${d.path} is there, and is no ZIP of the run ${d.run}: that is not packed.`,
    hint: 'Rename or delete the file first.',
  }),
  PACKING_CHANGED: (d: { readonly path: string; readonly files: readonly string[] }): Said => ({
    message: `${d.path} was written to while it was packed (${shortList(d.files)}): it stays a folder, and its ZIP was removed.`,
    hint: 'Call runlab compress again when nothing writes to it.',
  }),
  IMPORT_RUNNING: (d: { readonly path: string; readonly certain: boolean }): Said => ({
    message: `${d.path} ${d.certain ? 'is running' : 'may be running: that cannot be told from here'}. A copy of it would lack what comes, and it is not imported.`,
    hint: 'Wait until it has ended. Where its process has died, runlab recover completes it, on the machine on which it ran.',
  }),
  IMPORT_FOREIGN: (d: { readonly path: string }): Said => ({
    message: `${d.path} is no run of PyComex, and is not imported.`,
    hint: 'Without --from, runlab import takes runs of runlab.',
  }),
  RUN_PACKED: (d: { readonly path: string; readonly what: string }): Said => ({
    message: `${d.path} is packed in a ZIP, and is not ${d.what} there.`,
    hint: `Call runlab import ${d.path} first: it unpacks the run beside the ZIP.`,
  }),
  RUN_ALIVE: (d: { readonly path: string; readonly pid: number | null }): Said => ({
    message: `A process still works on ${d.path}${d.pid === null ? '' : `: ${d.pid}`}.`,
    hint: 'Wait until it has ended, or end it.',
  }),
  RUN_LIFE_UNKNOWN: (d: { readonly path: string; readonly host: string | null; readonly lastSign: string | null }): Said => ({
    message: `Whether a process still works on ${d.path} cannot be told from here: ${
      d.host === null
        ? 'the run does not say which process it was'
        : `it ran on ${d.host}, and its last sign of life was ${d.lastSign ?? 'long ago'}`
    }.`,
    hint:
      d.host === null
        ? 'Where you know that it has ended, add --assume-dead.'
        : `Try again on ${d.host}, in the same container; or add --assume-dead where you know that it has ended.`,
  }),
  ARCHIVE_FORMAT: (d: { readonly file: string; readonly reason: string }): Said => ({
    message: `${d.file} is not what runlab writes: ${d.reason}.`,
  }),
  ARCHIVE_VERSION: (d: { readonly file: string; readonly version: number; readonly supported: number }): Said => ({
    message: `${d.file} has archive format ${d.version}; this runlab reads up to ${d.supported}.`,
    hint: 'Upgrade runlab.',
  }),
  ARTIFACT_NAME: (d: { readonly name: string; readonly reason: string }): Said => ({
    message: `An artifact cannot be named ${JSON.stringify(d.name)}: ${d.reason}.`,
  }),
  ARTIFACT_CONTENT: (d: { readonly name: string; readonly got: string }): Said => ({
    message: `Cannot commit ${d.got} as ${JSON.stringify(d.name)}.`,
    hint: 'Commit text, bytes, a stream or a Blob under any name, an object or array under a name that ends in .json, a figure (of Observable Plot or Vega-Lite, or a chart of runlab) under one that ends in .svg, .png or .pdf.',
  }),
  PLOT_NAME: (d: { readonly name: string }): Said => ({
    message: `Cannot plot under the name ${d.name}: a name is text, with no empty part between slashes.`,
    hint: 'Write: await e.plot("roc", figure).',
  }),
  PLOT_SPECIFICATION: (d: { readonly name: string; readonly reason: string }): Said => ({
    message: `Cannot plot ${JSON.stringify(d.name)}: ${d.reason}.`,
    hint: 'What can be plotted: SVG, an Observable Plot element, a specification of Vega-Lite, or a visual of runlab such as { type: "lines", … }.',
  }),
  ARTIFACT_NOT_FOUND: (d: { readonly name: string; readonly suggestion: string | null }): Said => ({
    message: `The run has no artifact ${JSON.stringify(d.name)}.`,
    ...didYouMean(d.suggestion),
  }),
  TABLE_NOT_FOUND: (d: {
    readonly run: string
    readonly table: string
    readonly suggestion: string | null
    readonly known: readonly string[]
  }): Said => ({
    message: `The run ${d.run} has no table ${JSON.stringify(d.table)}: nothing of this name was tracked as a table, and no artifact .csv, .jsonl or .json has it.`,
    ...didYouMean(d.suggestion, d.known.length === 0 ? undefined : `It has ${shortList(d.known)}.`),
  }),
  TABLE_INVALID: (d: { readonly run: string; readonly table: string; readonly reason: string }): Said => ({
    message: `${JSON.stringify(d.table)} of the run ${d.run} cannot be read as a table: ${d.reason}.`,
  }),
  TABLE_KEY: (d: {
    readonly run: string
    readonly table: string
    readonly key: string
    readonly columns: readonly string[]
    readonly suggestion: string | null
    /** The flag that says which column, on the command line. */
    readonly flag?: string
  }): Said => ({
    message: `The table ${JSON.stringify(d.table)} of ${d.run} has no column ${JSON.stringify(d.key)}.`,
    ...(d.flag === undefined
      ? didYouMean(d.suggestion, `It has ${shortList(d.columns)}.`)
      : didYouMean(
          d.suggestion === null ? null : `${d.flag} ${d.suggestion}`,
          `Say which with ${d.flag}: it has ${shortList(d.columns)}.`,
        )),
  }),
  INPUT_NOT_FOUND: (d: { readonly path: string; readonly resolved: string }): Said => ({
    message: `The input ${d.path} does not exist (looked at ${d.resolved}).`,
  }),
  // — values —
  VALUE_KEY: (d: { readonly key: string; readonly reason: string }): Said => ({
    message: `Cannot use the key ${JSON.stringify(d.key)}: ${d.reason}.`,
  }),
  VALUE_BELOW_LEAF: (d: { readonly key: string; readonly leaf: string }): Said => ({
    message: `Cannot set "${d.key}": "${d.leaf}" holds a value already, not a subtree.`,
    hint: `Set another key, or set "${d.leaf}" to an object.`,
  }),
  VALUE_UNSERIALISABLE: (d: { readonly at: string; readonly got: string }): Said => ({
    message: `Cannot keep ${d.got}${d.at ? ` (at ${d.at})` : ''}.`,
    hint: 'Plain data can be kept: numbers, strings, booleans, null, arrays, plain objects, Date, BigInt, Map, Set and typed arrays.',
  }),
  // — tracking —
  TRACK_NAME: (d: { readonly name: string; readonly reason: string }): Said => ({
    message: `Cannot track a series named ${JSON.stringify(d.name)}: ${d.reason}.`,
    hint: 'Write: e.track("loss", value), or e.track({ loss, accuracy }).',
  }),
  TRACK_VALUE: (d: {
    readonly series: string
    readonly got: string
    readonly reason: string | null
    readonly accepted: string
  }): Said => ({
    message: `Cannot track ${d.got} as ${JSON.stringify(d.series)}${d.reason === null ? '' : `: ${d.reason}`}.`,
    hint: d.accepted,
  }),
  TRACK_KIND: (d: { readonly series: string; readonly kind: string; readonly got: string }): Said => ({
    message: `Cannot track ${d.got} as ${JSON.stringify(d.series)}: it is ${/^[aeiou]/.test(d.kind) ? 'an' : 'a'} ${d.kind} series.`,
    hint: 'A series keeps the kind of its first value: track other values under another name.',
  }),
  TRACK_OPTION: (d: {
    readonly series: string
    readonly option: string
    readonly got: string
    readonly expected: string
    readonly suggestion?: string | null
  }): Said => ({
    message: `Cannot track ${JSON.stringify(d.series)}: the option "${d.option}" is ${d.got}, expected ${d.expected}.`,
    ...didYouMean(d.suggestion),
  }),
  TRACK_HANDLE: (d: { readonly got: string; readonly reason: string }): Said => ({
    message: `openTracker() cannot use ${d.got}: ${d.reason}.`,
    hint: 'Give it what e.tracker was, sent as it is: by workerData, postMessage, process.send or as JSON.',
  }),
  SERIES_NOT_FOUND: (d: {
    readonly series: string
    readonly suggestion: string | null
    readonly asked?: 'context' | 'kind'
    readonly choices?: string
  }): Said => ({
    message: `The run has no series ${JSON.stringify(d.series)}${d.asked === undefined ? '' : ` with that ${d.asked}`}.`,
    ...didYouMean(d.suggestion, d.choices === undefined ? undefined : `It has the ${d.asked}s: ${d.choices}.`),
  }),
  /** `how` says which: `series("loss", { context }), one of …`, or flags. */
  SERIES_AMBIGUOUS: (d: { readonly series: string; readonly differ: 'context' | 'kind'; readonly how: string }): Said => ({
    message: `The run has several series ${JSON.stringify(d.series)}, which differ in their ${d.differ}.`,
    hint: `Say which: ${d.how}.`,
  }),
  SERIES_KIND: (d: { readonly series: string; readonly kind: string; readonly asked: string }): Said => ({
    message: `The series ${JSON.stringify(d.series)} is of the kind ${d.kind}: it has no ${d.asked}.`,
    hint: 'Iterate over it: each point has its step, time and value.',
  }),
  SERIES_FROM: (d: { readonly series: string; readonly got: string }): Said => ({
    message: `Cannot follow ${JSON.stringify(d.series)} from ${d.got}: expected a whole number from 0, or the \`next\` of an answer before.`,
  }),
  // — running —
  RUN_OPTION_INVALID: (d: { readonly reason: string; readonly hint?: string }): Said => ({
    message: `experiment.run(): ${d.reason}.`,
    ...(d.hint ? { hint: d.hint } : {}),
  }),
  RUN_FAILED: (d: { readonly path: string; readonly phase: string; readonly step: string; readonly reason: string }): Said => ({
    message: `The run failed in ${d.step}: ${d.reason}\nIts record: ${d.path}`,
  }),
  RUN_INTERRUPTED: (d: { readonly path: string; readonly signal: string; readonly phase: string }): Said => ({
    message: `The run was interrupted by ${d.signal} in ${d.phase}.\nIts record: ${d.path}`,
  }),
  RUN_EXITED: (d: { readonly code: number; readonly phase: string }): Said => ({
    message: `The process was ended by process.exit(${d.code}) in ${d.phase}, before the run had.`,
    hint: 'Return from run, or throw, in place of calling process.exit(): then hooks run and everything is saved.',
  }),
  GRACE_OVER: (d: { readonly seconds: number }): Said => ({
    message: `It did not end within the ${d.seconds} s that are left after a signal.`,
    hint: 'Give it more with --grace SECONDS, or the option grace.',
  }),
  RUN_NEVER_SETTLES: (_: Record<string, never>): Said => ({
    message: 'The experiment awaits something that can never happen: nothing is left in the process that could settle it.',
    hint: 'Look for a promise that nobody resolves, or a stream that nobody ends.',
  }),
  RUN_ENDED: (d: { readonly method: string }): Said => ({
    message: `e.${d.method} was called after the run had ended.`,
    hint: 'Await everything that the experiment starts.',
  }),
  RANDOM_RANGE: (d: { readonly method: string; readonly reason: string }): Said => ({
    message: `random.${d.method}: ${d.reason}.`,
  }),
  RANDOM_STATE: (d: { readonly reason: string }): Said => ({
    message: `That is no state of a random stream: ${d.reason}.`,
  }),
  SEED_INVALID: (d: { readonly value: string }): Said => ({
    message: `The seed cannot be ${d.value}: expected a whole number from 0 to 9007199254740991.`,
  }),
} satisfies Record<string, (details: never) => Said>

export type ErrorCode = keyof typeof CATALOGUE

/** The facts an error of this code carries. */
export type ErrorDetails<C extends ErrorCode> = Parameters<(typeof CATALOGUE)[C]> extends [infer D] ? D : Record<string, never>

/** One of several things that are wrong at once. */
export interface Problem {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
  /** Where in a file of the user's it is wrong. */
  readonly place?: SourcePlace
}

/** A place in a text file. */
export interface SourcePlace {
  /** Absolute path. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** The lines around it, with a caret under the place. */
  readonly frame: string
}

/** An error raised by runlab. `code` is stable, `details` holds the facts in the message, `hint` what to do. */
export class RunlabError extends Error {
  override readonly name = 'RunlabError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  readonly hint: string | undefined

  constructor(code: ErrorCode, said: Said, details: Readonly<Record<string, unknown>>, cause?: unknown) {
    super(said.message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
    this.hint = said.hint
  }
}

/** Makes the error of a code. Throw what it returns. */
export function runlabError<C extends ErrorCode>(code: C, details: ErrorDetails<C>, cause?: unknown): RunlabError {
  return new RunlabError(code, say(code, details), details as Readonly<Record<string, unknown>>, cause)
}

/** Says what an error of the code would, without being one. For collecting several. */
export function problem<C extends ErrorCode>(code: C, details: ErrorDetails<C>): Problem {
  return { code, ...say(code, details) }
}

function say<C extends ErrorCode>(code: C, details: ErrorDetails<C>): Said {
  const entry = CATALOGUE[code] as (details: ErrorDetails<C>) => Said
  return entry(details)
}

/** The problems that an error of ours holds, or is; other errors are thrown on. */
export function problemsIn(error: unknown): readonly Problem[] {
  if (!(error instanceof RunlabError)) throw error
  const { problems } = error.details
  return Array.isArray(problems) ? problems : [error]
}
