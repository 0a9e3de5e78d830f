import type { JSX } from 'preact'
import type { RunError } from '../../../src/server/protocol-run.ts'
import { Section } from './section.tsx'

/** The error that ended the run, with the archived code at the place where it was thrown. */
export function ErrorPart({ error: { type, message, where, causes, stack, thrown } }: { readonly error: RunError }): JSX.Element {
  return (
    <Section id="error" title="Error">
      <p class="error-text">
        <strong>{type}</strong>
        {message === '' ? '' : `: ${message}`}
      </p>
      <p>It came up in {where}.</p>
      {causes.length > 0 && (
        <>
          <p>Caused by:</p>
          <ul>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </>
      )}
      {thrown !== null && (
        <figure>
          <figcaption class="quiet">
            {thrown.file}, line {thrown.line}
            {thrown.isDoubtful && '. It was changed while the run began: this may not be what ran.'}
          </figcaption>
          <pre tabIndex={0} aria-label="Code where it was thrown">
            {thrown.frame}
          </pre>
        </figure>
      )}
      {stack !== null && (
        <details open={thrown === null}>
          <summary>Stack</summary>
          <pre tabIndex={0} aria-label="Stack">
            {stack}
          </pre>
        </details>
      )}
    </Section>
  )
}
