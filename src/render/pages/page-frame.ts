import { escapeXml } from '../escape-xml.ts'

export interface PageFrame {
  /** As markup. */
  readonly title: string
  /** What the page may load and run (Content-Security-Policy). */
  readonly policy: string
  /** CSS. */
  readonly style: string
  /** Of the `meta` elements that it has besides, by name. */
  readonly meta?: Readonly<Record<string, string>>
  /** HTML. */
  readonly body: string
}

/** What is the same about all pages of ours. The policy comes first: what stands before it is not held to it. */
export function pageFrame({ title, policy, style, meta = {}, body }: PageFrame): string {
  const more = Object.entries(meta).map(([name, content]) => `<meta name="${name}" content="${escapeXml(content)}">`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">${more.join('')}
<title>${title}</title><style>${style}</style></head>
<body>${body}</body></html>
`
}
