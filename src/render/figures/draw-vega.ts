import type { View } from 'vega'
import { withLateErrors } from '../../internal/late-errors.ts'
import { looksLikeSpecification } from './looks-like-specification.ts'
import { NoFigure } from './no-figure.ts'
import { asOwnChart, VEGA_THEME } from './vega-theme.ts'

/** A specification of Vega, as Vega-Lite compiles it. */
export type VegaSpecification = Readonly<Record<string, unknown>>

/** A scale whose domain is told by the data. */
export interface DataScale {
  readonly name: string
  /** `linear`, `band` … */
  readonly type: string
  /** What its axes and legends say of it. */
  readonly titles: string
  readonly domain: readonly unknown[]
}

/**
 * A specification of Vega-Lite, or of Vega where its `$schema` says so, as SVG. Its expressions are interpreted, not
 * evaluated, nothing is loaded for it, and links in it are left out. Rejects with NoFigure.
 */
export async function vegaToSvg(specification: object): Promise<string> {
  return await drawVega(await compileVega(specification))
}

/** A specification of Vega or Vega-Lite as one of Vega. Rejects with NoFigure. */
export async function compileVega(specification: object): Promise<VegaSpecification> {
  return await orNoFigure(async () => {
    const compiled = isVega(specification) ? specification : await fromVegaLite(specification)
    return compiled as VegaSpecification
  })
}

/** A specification of Vega as SVG. Rejects with NoFigure. */
export async function drawVega(specification: VegaSpecification): Promise<string> {
  return await withView(specification, async (view) => asOwnChart((await view.toSVG()).replaceAll(LINK, '')))
}

/** Of links nothing is written but that there is one; see `sanitize`. */
const LINK = /<\/?a>/g

/** The scales that a specification of Vega takes from its data. Rejects with NoFigure. */
export async function dataScales(specification: VegaSpecification): Promise<readonly DataScale[]> {
  const scales = listOf(specification['scales']).filter(({ name, domain }) => typeof name === 'string' && isFromData(domain))
  return await withView(specification, async (view) => {
    await view.runAsync()
    return scales.map(({ name, type = 'linear' }) => {
      const guides = [...listOf(specification['axes']), ...listOf(specification['legends'])]
      const titles = guides.filter((guide) => Object.values(guide).includes(name)).map(({ title }) => title ?? null)
      const scale = view.scale(String(name)) as { domain: () => readonly unknown[] }
      return { name: String(name), type: String(type), titles: JSON.stringify(titles), domain: scale.domain() }
    })
  })
}

function isFromData(domain: unknown): boolean {
  return typeof domain === 'object' && domain !== null && !Array.isArray(domain) && !('signal' in domain)
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : []
}

/** What `use` makes of a view, which is let go of afterwards. */
async function withView<T>(specification: VegaSpecification, use: (view: View) => Promise<T>): Promise<T> {
  let refused: NoFigure | undefined
  const refuse = async (uri: string): Promise<never> => {
    refused ??= new NoFigure(
      `its data would have to be loaded from ${JSON.stringify(uri)}: put the values into the specification`,
    )
    throw refused
  }
  // A link that is refused is a null to Vega's renderer, which throws over it when nobody waits for it any more.
  const sanitize = async (uri: string, { context }: { readonly context?: string } = {}): Promise<object> =>
    context === 'href' ? {} : await refuse(uri)
  return await orNoFigure(async () => {
    const [vega, { expressionInterpreter }] = await Promise.all([import('vega'), import('vega-interpreter')])
    const runtime = vega.parse(specification as Parameters<typeof vega.parse>[0], VEGA_THEME as never, { ast: true } as never)
    const view = new vega.View(runtime, {
      renderer: 'none',
      expr: expressionInterpreter,
      loader: { ...vega.loader(), load: refuse, sanitize } as never,
      logLevel: vega.None,
    } as never)
    try {
      const made = await withLateErrors(async () => await use(view))
      if (refused !== undefined) throw refused
      return made
    } finally {
      view.finalize()
    }
  })
}

async function orNoFigure<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw error instanceof NoFigure ? error : new NoFigure(sayVegaError(error), { cause: error })
  }
}

/** Vega throws what it stumbles over: then nothing tells which part of the specification is wrong. */
function sayVegaError(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '')
  return `Vega-Lite cannot make anything of it: a mark, type or key in it is none that there is (${message})`
}

function isVega(specification: object): boolean {
  const schema: unknown = Reflect.get(specification, '$schema')
  return typeof schema === 'string' && /\/vega\/v/.test(schema)
}

async function fromVegaLite(specification: object): Promise<object> {
  if (!looksLikeSpecification(specification))
    throw new NoFigure('it is an object that is no specification of Vega-Lite: it has no "mark"')
  const { compile } = await import('vega-lite')
  return compile(specification as Parameters<typeof compile>[0], { logger: SILENT as never, config: VEGA_THEME as never }).spec
}

/** What cannot be drawn throws; what can be drawn in part is drawn in silence. */
const SILENT = { level: () => SILENT, warn: () => SILENT, info: () => SILENT, debug: () => SILENT, error: () => SILENT }
