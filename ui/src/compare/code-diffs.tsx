import type { JSX } from 'preact'
import type { CompareCode } from '../../../src/server/protocol-run.ts'

/** Files whose difference is open at once. */
const OPEN = 3
const SAID: Readonly<Record<string, string>> = { added: 'in the second alone', removed: 'in the first alone' }

/** Captured files that differ, with their lines. */
export function CodeDiffs({ code }: { readonly code: readonly CompareCode[] }): JSX.Element {
  return (
    <>
      {code.map(({ path, state, diff, note }, index) => (
        <details key={path} open={index < OPEN && state === 'changed' && diff !== null}>
          <summary>
            {path} {[SAID[state] ?? '', note ?? ''].filter((text) => text !== '').join(', ')}
          </summary>
          {diff !== null && <Diff diff={diff} path={path} />}
        </details>
      ))}
    </>
  )
}

function Diff({ diff, path }: { readonly diff: string; readonly path: string }): JSX.Element {
  return (
    <pre class="diff" tabIndex={0} aria-label={`Difference of ${path}`}>
      {diff.split('\n').map((line, index) => (
        <span key={index} class={lineClass(line, index)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

/** Two lines name the files. */
function lineClass(line: string, index: number): string | undefined {
  if (index < 2 || line.startsWith('@@')) return 'quiet'
  return line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : undefined
}
