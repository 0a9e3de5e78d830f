import { archiveExpression, questionOf, settings, stepsOf } from './steps.ts'
import type { ManyRunsFacts, Step } from './steps.ts'

/**
 * The text of a script over many runs, which loads, tabulates, plots and groups them. Compiles as an ES module and as CommonJS: it
 * says neither `import.meta` nor `await` at the top.
 */
export function manyRunsScript(facts: ManyRunsFacts): string {
  return `// ${inOneLine(questionOf(facts))}. Yours to edit; written by
//   ${inOneLine(facts.command)}
// Run it:  npx runlab analyse ${facts.folder}/${facts.name}.ts
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openArchive, plotRuns, saveFigure } from 'runlab'

const here = dirname(process.argv[1] ?? '.')
${settings(facts).join('\n')}

async function main(): Promise<void> {
  const archive = openArchive(${archiveExpression(facts)})
${stepsOf(facts).map(paragraphOf).join('\n')}}
void main()
`
}

function paragraphOf({ title, lines, printed }: Step): string {
  return [`// ${title}.`, ...lines, ...(printed === undefined ? [] : [printed])].map((line) => `  ${line}\n`).join('')
}

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')
