import { SORT_STYLE } from '../render/pages/sortable.ts'
import { ON_BLACK } from '../render/charts/theme.ts'

const PROPERTIES = ['fill', 'stroke', 'color', 'stop-color']

/**
 * Our charts are told by attributes what colour they have: the page tells them another one, of the palette's only, so that
 * numbers on coloured cells stay as they are. Nobody can know what lies beneath the colours of other figures: they, and
 * pictures, stand on a light card.
 */
const DARK_DRAWINGS = [
  ...Object.entries(ON_BLACK).flatMap(([light, dark]) =>
    PROPERTIES.map((property) => `.drawing.own [${property}="${light}" i]{${property}:${dark}}`),
  ),
  // The ink as well: what is drawn in the colour of the text around it must not be drawn in a light one.
  '.drawing:not(.own),figure.sheet img,figure.plot img{color-scheme:light;color:#1f2328;background:#fff;padding:.75rem;border-radius:6px}',
].join('\n')

const LIGHT = `--page:#fff;--ink:#1f2328;--muted:#59636e;--line:#d8dee4;--soft:#f6f8fa;--link:#0550ae;
--done:#1a7f37;--failed:#b3261e;--running:#0550ae;--caution:#835200;--shade:#1f232833`

const DARK = `--page:#0d1117;--ink:#e6edf3;--muted:#9198a1;--line:#30363d;--soft:#161b22;--link:#79c0ff;
--done:#56d364;--failed:#ff8d85;--running:#79c0ff;--caution:#e3b341;--shade:#e6edf333`

/** A shadow at the side where there is more: what covers it is moved with the content. */
const SHADOWS = `background:linear-gradient(to right,var(--page) 1rem,transparent) left/2.5rem 100% no-repeat local,
linear-gradient(to left,var(--page) 1rem,transparent) right/2.5rem 100% no-repeat local,
linear-gradient(to right,var(--shade),transparent) left/1rem 100% no-repeat scroll,
linear-gradient(to left,var(--shade),transparent) right/1rem 100% no-repeat scroll`

/**
 * Pictures are cards in rows of one height, so that there is no hole below a lower one; what is read takes the whole width, and
 * pictures that come later fill up the row before it. A card is never narrower than a chart whose letters can be read.
 */
const GRID = `
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24.5rem),1fr));grid-auto-flow:row dense;gap:1rem}
.figures>figure{margin:0;min-width:0;grid-column:1/-1}
.figures>.plot,.figures>.video,.figures>.sheet{grid-column:auto;display:flex;flex-direction:column;
border:1px solid var(--line);border-radius:8px;overflow:hidden}
.figures>.plot>:not(.drawing.own),.figures>.video>*,.figures>.sheet>*{padding-inline:1rem}
.figures>figure>figcaption:has(h3:not(.unseen)){padding-top:.7rem}
.plot>.drawing,.plot>img,.video>video,.sheet>img{margin:auto;max-width:100%}
.plot>.drawing.own{margin:0 0 auto}
.plot>.links,.video>.links,.sheet>.links{padding-block:.2rem .7rem}
.drawing svg,figure img,figure video{display:block;max-width:100%;max-height:26rem;width:auto;height:auto;margin-inline:auto}
.drawing.own svg{width:min(100%,40rem);max-height:34rem}
.figures>figure.alone{grid-column:1/-1}
.figures>.sheet>img{width:100%;object-fit:contain}
.figures>.video>video{width:100%;max-height:21.25rem;padding:0}`

const BASE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;padding:2.5rem 1.25rem 4rem;background:var(--page);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
header,nav,main,footer{max-width:68rem;margin-inline:auto}
header>*,footer>*,main p,main ul{max-width:46rem}
code,pre,.path{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
code,.path{overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--page);padding:.5rem 1rem}
.skip:focus{top:.5rem}
h1{font-size:2.25rem;line-height:1.15;letter-spacing:-.02em;margin:.1em 0 .35em;font-weight:700}
h2{font-size:1.3rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 .9rem;font-weight:650}
p{margin:0 0 .75rem}
.run-name{color:var(--muted);margin-bottom:0;overflow-wrap:anywhere}
.status strong{display:inline-block;margin-right:.15em;padding:.1em .65em;border:1.5px solid;border-radius:2em;font-weight:650;line-height:1.4}
.status.done strong{color:var(--done)}
.status.failed strong,.status.crashed strong{color:var(--failed)}
.status.running strong{color:var(--running)}
.status.interrupted strong,.status.stopped strong,.status.unknown strong{color:var(--caution)}
.status time{white-space:nowrap}
.about{font-size:1.1rem;margin-top:1.25rem;white-space:pre-line}
dl{margin:0 0 .75rem}
dd{margin:0;overflow-wrap:anywhere}
dt{color:var(--muted)}
.facts{display:flex;flex-wrap:wrap;gap:.75rem 2.25rem;margin-top:1.25rem}
.facts dt{font-size:.8125rem}
.changed{max-width:none;margin-top:1.25rem}
.changed p{margin-bottom:.3rem}
.changed .facts{margin-top:0}
.rows{margin-bottom:0}
.rows>div{display:grid;grid-template-columns:8rem 1fr;gap:1rem;padding:.3rem 0;border-top:1px solid var(--line)}
nav{margin-top:1.75rem}
nav ul{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;padding:.6rem 0;list-style:none;border-block:1px solid var(--line)}
section{margin-top:3rem}
.small,.cut,caption,figcaption,footer,.links{font-size:.8125rem;line-height:1.5}
.small,.cut,caption,.kind,footer{color:var(--muted);font-weight:400}
.below{display:block;line-height:1.4;margin-top:.1rem}
.small code{font-size:.95em}
.trouble{border-left:3px solid var(--caution);padding-left:.9rem}
.error{border-left:3px solid var(--failed);padding-left:.9rem;font-size:1.1rem;white-space:pre-wrap}
.error strong{color:var(--failed)}
ul{padding-left:1.2rem;margin-top:0;margin-bottom:.75rem}
pre{margin:.5rem 0 .9rem;padding:.8rem 1rem;background:var(--soft);border:1px solid var(--line);border-radius:6px;
overflow:auto;line-height:1.5;tab-size:2;font-size:.8125rem}
td pre{margin:0;padding:.4rem .6rem;white-space:pre-wrap;overflow-wrap:anywhere}
.log,.source{max-height:34rem}
.beginning{max-height:24rem}
table{width:100%;border-collapse:collapse}
caption{text-align:left;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;border-top:1px solid var(--line);font-weight:400;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
thead th,thead td{color:var(--muted);font-size:.8125rem;border-top:0;padding-top:0;overflow-wrap:normal}
tbody th{font-weight:550}
.parameters,.values,.lineage{table-layout:fixed}
.parameters th:first-child{width:42%}.parameters th:last-child{width:22%}
.values>thead th:first-child{width:16rem}
.files tbody th{font-weight:400}
.files td{white-space:nowrap}
.lineage tbody th{font-weight:400}
td.number,th.number{text-align:right;white-space:nowrap}
table+table{margin-top:1.5rem}
.hooks th:first-child{width:16rem}
.set{font-weight:550}
.tree th{font-weight:650;border-bottom:0}
.d1{padding-left:1.2rem}.d2{padding-left:2.4rem}.d3{padding-left:3.6rem}.d4{padding-left:4.8rem}.d5{padding-left:6rem}
.scroll{overflow-x:auto;${SHADOWS}}
.nested{width:auto;font-size:.875rem}
.nested th,.nested td{padding:.15rem .9rem .15rem 0;border:0}
.nested tbody th{text-align:right}
.nested .number{text-align:right;white-space:nowrap}.nested .short{white-space:nowrap}.nested .long{min-width:8rem}
.nested th{color:var(--muted);font-weight:400}
.data{font-size:.8125rem}
.data thead th{position:sticky;top:0;background:var(--page)}
.data td{overflow-wrap:normal}
.data .number{text-align:right}
.data td.number,.data td.short{white-space:nowrap}
.data tr>:not(:last-child){padding-right:.6rem}
.many{font-size:.75rem}
.data:not(:has(td.long)){width:auto}
.nested caption{white-space:nowrap}
.data td.long{min-width:5.5rem}
.scroll:has(>.data){max-height:34rem;overflow-y:auto}
.on-paper{display:none}
.series{font-size:.8125rem}
.series tbody th{min-width:9rem}
.thumbnail{display:block;max-width:9rem;max-height:7rem;margin-bottom:.3rem;background:#fff;border:1px solid var(--line);border-radius:4px}
figure{margin:0 0 1rem}
figcaption{padding-top:.4rem;overflow-wrap:anywhere}
.notes li,main h1,main a{overflow-wrap:anywhere}
.figures figcaption{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline}
h3{font-size:.9375rem;line-height:1.5;margin:0;font-weight:700}
.figures>figure>p{margin-inline:0}
.figures figcaption{padding:0 0 .4rem}
.links{display:flex;flex-wrap:wrap;gap:0 .9rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
${GRID}
.drawing text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif}
figure.sheet img,figure.plot img{background:#fff}
figure video{background:#000}
figure p{margin-bottom:0}
audio,.player>video{display:block;width:100%;max-width:36rem;margin-inline:0}
.parts{margin-top:1rem}
.player{margin-top:.5rem}
details{margin-bottom:.75rem}
summary{cursor:pointer;padding:.3rem 0;font-weight:550}
.system{margin-top:2rem}.system>summary{margin-bottom:1rem}
.notes{margin-top:1.25rem}
.code-files{list-style:none;padding:0}
footer{margin-top:4rem}
footer p{border-top:1px solid var(--line);padding-top:1rem}
`

const PHONE = `@media (max-width:36rem){
body{padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem}
.facts{gap:.6rem 1.5rem}
section{margin-top:2.25rem}
.rows>div{grid-template-columns:1fr;gap:0}
th,td{padding-right:.6rem}
.figures>.plot,.figures>.video,.figures>.sheet{margin-inline:-1rem;border-inline:0;border-radius:0}
.d1{padding-left:.8rem}.d2{padding-left:1.6rem}.d3{padding-left:2.4rem}.d4{padding-left:3.2rem}.d5{padding-left:4rem}
.parameters>thead,.values>thead{display:none}
.parameters>tbody>tr,.values>tbody>tr{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;border-top:1px solid var(--line);padding:.42rem 0}
.parameters>tbody>tr>*,.values>tbody>tr>*{display:block;width:auto!important;max-width:100%;min-width:0;border:0;padding-block:0;padding-right:0}
.parameters>tbody>tr>th{flex:1 1 100%}
.lineage tbody th,.lineage td{font-size:.875rem}
.hooks th:first-child{width:40%}
.series tbody th{min-width:7rem}
.day{display:none}
.files td:last-child,.files thead th:last-child,.lineage th:nth-child(3),.lineage td:nth-child(3){display:none}
.files td.number{padding-right:0}
}`

const PRINT = `@media print{
@page{margin:16mm}
body{padding:0;font-size:10pt}
nav,.skip{display:none}
section{margin-top:1.6rem}
footer{margin-top:1rem}
h2,figcaption,caption,thead,summary,p:has(+pre){break-after:avoid}
tbody tr:first-child{break-before:avoid}
figure,tr,.rows>div,.trouble,.error{break-inside:avoid}
thead{display:table-header-group}
pre,.log,.source,.beginning,.scroll:has(>.data){max-height:none;overflow:visible;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll{overflow:visible;background:none}
.over,.on-screen,.off-paper.off-paper,details.parts:not([open]),details.system:not([open]){display:none}
.on-paper{display:block}
figure.document{break-inside:auto}
.data,.nested{font-size:7pt}
.data thead th,.nested thead th{font-size:inherit}
.data th,.data td,.nested th,.nested td{padding-right:.8em}
.data td.long{min-width:0;overflow-wrap:anywhere}
.nested td{max-width:8rem;white-space:normal;overflow-wrap:anywhere}
.small{font-size:.85em}
.figures{grid-template-columns:repeat(2,minmax(0,1fr));gap:.8rem}
.figures>.plot,.figures>.video:not(.off-paper),.figures>.sheet{display:block;border:0}
.drawing svg,figure.sheet img{max-height:8cm}
.series{font-size:7.5pt}
figure video,.player{display:none}
a{color:inherit;overflow-wrap:anywhere}
a[href^="https:"]::after{content:" (" attr(href) ")"}
}`

/** The style sheet of the page. Dark only on a screen: paper is white. */
export const STYLE = `:root{color-scheme:light;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${DARK}}
${DARK_DRAWINGS}}
${BASE}${SORT_STYLE}${PHONE}
${PRINT}`
