import type { LineageMeta } from '../format/lineage.ts'
import type { Colors } from './colors.ts'
import { cutMiddle } from './cut-middle.ts'
import { declaredIn, hookStories, layerTexts, parameterStories, valueBefore } from './lineage-text.ts'
import { visibleText } from './visible-text.ts'
import { wrapText } from './wrap-text.ts'

/** A parameter as a run has it. */
export interface ParameterLine {
  readonly name: string
  readonly value: string
  /** Who set it; empty for its default. */
  readonly source: string
}

export interface LineageStyle {
  /** In the order in which they are shown. */
  readonly values: readonly ParameterLine[]
  readonly colors: Colors
  /** Columns. */
  readonly width: number
}

/** What a run is made of, its parameters with what each layer made of them, and its hooks, as lines of text. */
export function lineageSections(lineage: LineageMeta, { values, colors, width }: LineageStyle): readonly string[] {
  const stories = new Map(parameterStories(lineage).map(({ name, story }) => [name, visibleText(story)]))
  const layers = layerTexts(lineage).map(({ place, role }) => ({ place: visibleText(place), role: visibleText(role) }))
  const title = (text: string): string => `\n${colors.bold(text)}\n`
  return [
    ...(layers.length < 2
      ? []
      : [
          title('lineage'),
          ...columns(
            layers.map(({ place, role }) => [place, role]),
            width,
          ),
        ]),
    ...(values.length === 0 ? [] : [title('parameters')]),
    ...columns(
      values.map(({ name, value, source }) => [name, stories.has(name) ? value : `${value}${byText(name, source, lineage)}`]),
      width,
      (i) => stories.get(values[i]?.name ?? '') ?? null,
      colors.dim,
    ),
    ...hookSection(lineage, { colors, width }),
  ]
}

/** Hooks that anything implements. */
export function hookSection(lineage: LineageMeta, { colors, width }: Pick<LineageStyle, 'colors' | 'width'>): readonly string[] {
  const hooks = hookStories(lineage).map(({ name, story }) => ({ name: visibleText(name), story: visibleText(story) }))
  if (hooks.length === 0) return []
  const names = Math.max(...hooks.map(({ name }) => name.length))
  return [
    `\n${colors.bold('hooks')}\n`,
    ...hooks.map(({ name, story }) => {
      const lines = wrapStory(story, width - names - 4)
      return lines.map((line, i) => `  ${(i === 0 ? name : '').padEnd(names)}  ${line}\n`).join('')
    }),
  ]
}

/** Two columns, and below a row what `under` says of it. */
function columns(
  rows: readonly (readonly [string, string])[],
  width: number,
  under: (row: number) => string | null = () => null,
  paint: (text: string) => string = (text) => text,
): readonly string[] {
  const first = Math.min(Math.max(0, ...rows.map(([name]) => name.length)), Math.floor(width / 2))
  return rows.map(([name, text], i) => {
    const told = under(i)
    const below = told === null ? [] : wrapStory(told, width - first - 4)
    return [
      `  ${cutMiddle(name, first).padEnd(first)}  ${text}`.trimEnd(),
      ...below.map((line) => `  ${''.padEnd(first)}  ${paint(line)}`),
    ]
      .map((line) => `${line}\n`)
      .join('')
  })
}

/** A value or place stays in one line with what is said of it. */
function wrapStory(story: string, width: number): readonly string[] {
  const glued = story
    .split(' → ')
    .map((step) => step.replaceAll(' ', GLUE))
    .join(' → ')
  return wrapText(glued, width).map((line) => line.replaceAll(GLUE, ' '))
}

/** Stands for a space that does not end a line. */
const GLUE = '\u{1}'

/** Who set a parameter in place of the experiment's default. */
function byText(name: string, source: string, lineage: LineageMeta): string {
  const place = declaredIn(lineage, name)
  if (place !== null) return `  ${source === '' ? '' : `${source}, `}${place}`
  const before = valueBefore(lineage, name)
  return source === '' ? '' : `  ${source}${before === null ? '' : `, default ${before}`}`
}
