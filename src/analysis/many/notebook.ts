import { archiveExpression, questionOf, settings, stepsOf } from './steps.ts'
import type { ManyRunsFacts, Step } from './steps.ts'

/**
 * The same as the script, as a Jupyter notebook (nbformat 4.5) for the kernel of Deno, whose working directory is its folder. Its cells
 * are an ES module: nothing in them is Deno's.
 */
export function manyRunsNotebook(facts: ManyRunsFacts): string {
  const cells = [
    markdown([`# ${questionOf(facts)}`, '', ...about(facts)]),
    code(beginning(facts)),
    ...stepsOf(facts).flatMap(cellsOf),
  ]
  const notebook = {
    cells: cells.map((cell, index) => ({ id: `cell-${index + 1}`, ...cell })),
    metadata: {
      kernelspec: { name: 'deno', display_name: 'Deno', language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  }
  return `${JSON.stringify(notebook, null, 1)}\n`
}

function about({ command, folder, name }: ManyRunsFacts): readonly string[] {
  return [
    `Yours to edit; written by \`${command.replaceAll('`', "'")}\`. TypeScript, for the kernel of Deno. Once, in the project:`,
    '',
    '```sh',
    'npm install --save-dev deno && npx deno jupyter --install',
    'python3 -m venv .venv && .venv/bin/pip install jupyterlab',
    '```',
    '',
    `Then \`.venv/bin/jupyter lab ${folder}/${name}.ipynb\`, or the file opened in VS Code with its extension Jupyter.`,
  ]
}

function beginning(facts: ManyRunsFacts): readonly string[] {
  return [
    `import { readFileSync, writeFileSync } from 'node:fs'`,
    `import { join } from 'node:path'`,
    `import { openArchive, plotRuns, saveFigure } from 'runlab'`,
    '',
    `/** Where files go: the working directory, which is the notebook's folder. */`,
    `const here = '.'`,
    ...settings(facts),
    `const archive = openArchive(${archiveExpression(facts)})`,
    '',
    '/** As the last expression of a cell it is shown below it. */',
    `const show = (type: string, text: string) => ({ [Symbol.for('Jupyter.display')]: () => ({ [type]: text }) })`,
  ]
}

function cellsOf({ title, lines, shown }: Step): readonly Cell[] {
  const last = shown === undefined ? [] : [`show('${shown[0]}', ${shown[1]})`]
  return [markdown([`## ${title}`]), code([...lines, ...last])]
}

type Cell = ReturnType<typeof markdown> | ReturnType<typeof code>

const markdown = (lines: readonly string[]) => ({ cell_type: 'markdown', metadata: {}, source: lines.join('\n') }) as const

const code = (lines: readonly string[]) =>
  ({ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: lines.join('\n') }) as const
