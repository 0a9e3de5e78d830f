import type { JSX } from 'preact'
import type { RunPicture } from '../../../src/server/protocol-run.ts'
import { fileAddress } from './file-address.ts'
import { Section } from './section.tsx'

interface PicturesProps {
  readonly pictures: readonly RunPicture[]
  readonly files: string
}

const MOST = 60

/** What was drawn of the run: what the experiment drew and tracked; what runlab measured, folded. */
export function Pictures({ pictures, files }: PicturesProps): JSX.Element | null {
  const drawn = pictures.filter(({ file }) => file !== null)
  const own = drawn.filter(({ isSystem }) => !isSystem)
  const system = drawn.filter(({ isSystem }) => isSystem)
  if (drawn.length === 0) return null
  return (
    <Section id="pictures" title="Pictures">
      <div class="pictures">
        {own.slice(0, MOST).map((picture) => (
          <Picture key={picture.file ?? picture.title} {...{ picture, files }} />
        ))}
      </div>
      {own.length > MOST && <p class="quiet">{own.length - MOST} more are in the report.</p>}
      {system.length > 0 && (
        <details>
          <summary>What the machine did meanwhile</summary>
          <div class="pictures">
            {system.map((picture) => (
              <Picture key={picture.file ?? picture.title} {...{ picture, files }} />
            ))}
          </div>
        </details>
      )}
    </Section>
  )
}

function Picture({
  picture: { title, isTitled, file, media, alt, note },
  files,
}: {
  readonly picture: RunPicture
  readonly files: string
}): JSX.Element {
  const source = fileAddress(files, file ?? '')
  return (
    <figure>
      {!isTitled && <figcaption>{title}</figcaption>}
      {media === 'image' && (
        <a href={source} target="_blank" rel="noopener">
          <img src={source} alt={alt === '' ? title : alt} loading="lazy" />
        </a>
      )}
      {media === 'video' && <video src={source} aria-label={title} controls playsInline preload="metadata" />}
      {media === 'audio' && <audio src={source} aria-label={title} controls preload="none" />}
      {note !== null && <p class="quiet">{note}</p>}
    </figure>
  )
}
