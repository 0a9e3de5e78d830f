import { NoFigure } from './no-figure.ts'

const FONT = 'system-ui, DejaVu Sans, sans-serif'

/**
 * A specification of Vega-Lite, or of Vega where its `$schema` says so, as SVG. Its expressions are interpreted, not
 * evaluated, and nothing is loaded for it. Rejects with NoFigure.
 */
export async function vegaToSvg(specification: object): Promise<string> {
  const [vega, { expressionInterpreter }] = await Promise.all([import('vega'), import('vega-interpreter')])
  let refused: NoFigure | undefined
  const refuse = async (uri: string): Promise<never> => {
    refused ??= new NoFigure(
      `its data would have to be loaded from ${JSON.stringify(uri)}: put the values into the specification`,
    )
    throw refused
  }
  try {
    const compiled = isVega(specification) ? specification : await fromVegaLite(specification)
    const runtime = vega.parse(compiled as Parameters<typeof vega.parse>[0], { font: FONT } as never, { ast: true } as never)
    const view = new vega.View(runtime, {
      renderer: 'none',
      expr: expressionInterpreter,
      loader: { ...vega.loader(), load: refuse, sanitize: refuse } as never,
      logLevel: vega.None,
    } as never)
    const svg = await view.toSVG()
    view.finalize()
    if (refused !== undefined) throw refused
    return svg
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
  const looksRight = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'].some(
    (key) => key in specification,
  )
  if (!looksRight) throw new NoFigure('it is an object that is no specification of Vega-Lite: it has no "mark"')
  const { compile } = await import('vega-lite')
  return compile(specification as Parameters<typeof compile>[0], { logger: SILENT as never, config: { font: FONT } }).spec
}

/** What cannot be drawn throws; what can be drawn in part is drawn in silence. */
const SILENT = { level: () => SILENT, warn: () => SILENT, info: () => SILENT, debug: () => SILENT, error: () => SILENT }
