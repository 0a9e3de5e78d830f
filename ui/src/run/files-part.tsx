import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { bytesText } from '../../../src/render/bytes-text.ts'
import type { RunFile } from '../../../src/server/protocol-run.ts'
import { askText } from '../server/ask-run.ts'
import { fileAddress } from './file-address.ts'
import { RowsTable } from './rows-table.tsx'

interface FilesProps {
  readonly run: string
  readonly files: string
  readonly list: readonly RunFile[]
  /** Whether they lie outside of the run. */
  readonly isElsewhere?: boolean
}

/** Files that are named before more is asked for. */
const FIRST = 30
/** Bytes of a text that are shown. */
const TEXT = 256 * 1024

/** Files with their sizes; each can be looked at and downloaded. */
export function FilesPart({ run, files, list, isElsewhere = false }: FilesProps): JSX.Element {
  const [isAll, setAll] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const shown = isAll ? list : list.slice(0, FIRST)
  return (
    <>
      <ul class="files">
        {shown.map((file) => (
          <li key={file.path}>
            <div class="file">
              <FileName
                {...{ file, isElsewhere }}
                isOpen={open === file.path}
                onOpen={() => setOpen(open === file.path ? null : file.path)}
              />
              {file.note !== '' && <span class="quiet">{file.note}</span>}
              <span class="size">{file.size === null ? 'not there any more' : bytesText(file.size)}</span>
              {!isElsewhere && file.size !== null && (
                <a
                  href={fileAddress(files, file.path)}
                  download={file.name.split('/').at(-1)}
                  aria-label={`Download ${file.name}`}
                >
                  download
                </a>
              )}
            </div>
            {open === file.path && <Preview {...{ run, files, file }} />}
          </li>
        ))}
      </ul>
      {list.length > shown.length && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          Show all {list.length.toLocaleString('en')}
        </button>
      )}
    </>
  )
}

interface NameProps {
  readonly file: RunFile
  readonly isOpen: boolean
  readonly isElsewhere: boolean
  onOpen(): void
}

function FileName({ file: { name, size, shown }, isOpen, isElsewhere, onOpen }: NameProps): JSX.Element {
  if (isElsewhere || size === null || shown === null) return <span class="path">{name}</span>
  return (
    <button type="button" class="plain path" aria-expanded={isOpen} onClick={onOpen}>
      {name}
    </button>
  )
}

function Preview({
  run,
  files,
  file,
}: {
  readonly run: string
  readonly files: string
  readonly file: RunFile
}): JSX.Element | null {
  const source = fileAddress(files, file.path)
  switch (file.shown) {
    case 'image':
      return <img class="preview" src={source} alt={file.name} />
    case 'video':
      return <video class="preview" src={source} aria-label={file.name} controls playsInline />
    case 'audio':
      return <audio class="preview" src={source} aria-label={file.name} controls />
    case 'table':
      return <RowsTable run={run} table={file.path} version={file.size ?? 0} />
    case 'text':
      return <TextPreview source={source} name={file.name} />
    case null:
      return null
  }
}

function TextPreview({ source, name }: { readonly source: string; readonly name: string }): JSX.Element {
  const [text, setText] = useState('reading…')
  useEffect(() => {
    const stop = new AbortController()
    void askText(source, TEXT, stop.signal).then(
      (answer) => setText(answer.isCut ? `${answer.text}\n… the rest is in the file` : indented(answer.text, name)),
      (error: unknown) => (stop.signal.aborted ? undefined : setText(error instanceof Error ? error.message : String(error))),
    )
    return () => stop.abort()
  }, [source])
  return (
    <pre class="preview" tabIndex={0} aria-label={name}>
      {text}
    </pre>
  )
}

/** JSON on one line is hard to read. */
function indented(text: string, name: string): string {
  if (!name.endsWith('.json') || text.trim().includes('\n')) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text // it is shown as it is
  }
}
