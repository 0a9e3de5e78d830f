import { escapeXml } from '../escape-xml.ts'
import { pageFrame } from './page-frame.ts'

const STYLE = `
:root{color-scheme:light dark;--ink:#1f2328;--muted:#59636e;--line:#d8dee4;--paper:#fff;--soft:#f6f8fa;--link:#0969da}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--muted:#9aa4af;--line:#30363d;--paper:#0d1117;--soft:#161b22;--link:#58a6ff}}
body{margin:0 auto;max-width:72rem;padding:1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.35rem;margin:0 0 .25rem;overflow-wrap:anywhere}h2{font-size:1rem;margin:1.5rem 0 .5rem}p{margin:.25rem 0 1rem;color:var(--muted)}
a{color:var(--link)}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px}
.wide{overflow-x:auto}th,td{border-bottom:1px solid var(--line);padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:top}
th{color:var(--muted);font-weight:600;max-width:14rem;overflow-wrap:break-word}td{white-space:pre-wrap;overflow-wrap:anywhere;max-width:40rem}
.number{text-align:right}td.number,td.short{white-space:nowrap}td.long{min-width:14rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--soft);border-radius:6px;padding:.75rem;margin:.25rem 0;font-size:13px}
figure{margin:0 0 1.5rem}figcaption{color:var(--muted);margin-bottom:.25rem}img,video{max-width:100%;height:auto;background:#fff}audio{width:100%;max-width:36rem}
`

/** Nothing in a page of ours runs, or is fetched from anywhere else. */
export const POLICY =
  "default-src 'none'; img-src 'self' file: data:; media-src 'self' file: data:; frame-src 'self' file:; style-src 'unsafe-inline'"

export interface Page {
  readonly title: string
  /** One sentence, as text. */
  readonly about: string
  /** HTML. */
  readonly body: string
  /** CSS that only this page needs. */
  readonly style?: string
}

/** A page that needs no network and no script, in light and dark. */
export function page({ title, about, body, style = '' }: Page): string {
  const main = `<main><h1>${escapeXml(title)}</h1><p>${escapeXml(about)}</p>
${body}
</main>`
  return pageFrame({ title: escapeXml(title), policy: POLICY, style: `${STYLE}${style}`, body: main })
}

/** A path inside of the run as it is linked to from a page of `visuals/`. */
export function relativeLink(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1)
  return escapeXml(up + to.split('/').map(encodeURIComponent).join('/'))
}
