import { parseJsonText } from '../../format/parse-json-text.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { RunlabError } from '../../errors.ts'
import { hashFile } from '../../internal/hash-file.ts'
import { compareContents } from './compare-contents.ts'
import type { ContentResult } from './compare-contents.ts'
import type { ToleranceRule } from '../../format/tolerance.ts'

/** A file of a run: an artifact, or one of a series. */
export interface ComparedFile {
  /** Absolute path. */
  readonly path: string
  /** Lower-case hex; null where it is not recorded. */
  readonly sha256: string | null
  /** Bytes. */
  readonly size: number
  bytes(): Promise<Uint8Array>
  text(): Promise<string>
}

/** Bytes of a file that is looked into to say where it differs. */
const LARGEST = 10_000_000

const SAME: ContentResult = { verdict: 'identical', first: null, largest: null, differing: 0, total: 1, reason: null }

/** How two files compare: by their checksums; where the rule asks for it by pixels, or by the numbers in JSON. */
export async function compareFiles(
  before: ComparedFile,
  after: ComparedFile,
  rule: ToleranceRule | null,
): Promise<ContentResult> {
  const [one, other] = [await checksumOf(before), await checksumOf(after)]
  if (one !== null && one === other) return SAME
  const different: ContentResult = { ...SAME, verdict: 'different', differing: 1, reason: 'the bytes differ' }
  if (one === null || other === null) return { ...different, reason: 'its file is gone' }
  if (rule?.how === 'pixels') {
    const { comparePixels } = await import('./compare-pixels.ts') // decoders of pictures are heavy
    const reason = await comparePixels(before.path, after.path)
    return reason === null ? { ...different, verdict: 'within tolerance', reason: null } : { ...different, reason }
  }
  if (Math.max(before.size, after.size) > LARGEST) return { ...different, reason: sizesText(before.size, after.size) }
  return (await compareJson(before, after, rule)) ?? (await compareTexts(before, after)) ?? different
}

/** What is not recorded is read. Null where the file is not there. */
async function checksumOf({ path, sha256 }: ComparedFile): Promise<string | null> {
  if (sha256 !== null) return sha256
  try {
    return await hashFile(path)
  } catch {
    return null // gone, or not to be read: both are said as that
  }
}

/** Null where one of them is no JSON. */
async function compareJson(before: ComparedFile, after: ComparedFile, rule: ToleranceRule | null): Promise<ContentResult | null> {
  if (!/json$/i.test(before.path)) return null
  try {
    const [one, other] = [await jsonOf(before), await jsonOf(after)]
    const found = compareContents(one, other, rule)
    if (found.verdict !== 'identical') return found
    // The same content, written otherwise: exact means the bytes.
    return {
      ...found,
      verdict: rule === null ? 'different' : 'within tolerance',
      differing: 1,
      reason: 'the same content in other bytes',
    }
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}

async function jsonOf(file: ComparedFile): Promise<unknown> {
  return decodeValue(parseJsonText(await file.text(), file.path), file.path)
}

/** Where two texts first differ; null where one of them is none. */
async function compareTexts(before: ComparedFile, after: ComparedFile): Promise<ContentResult | null> {
  const [one, other] = [await linesOf(before), await linesOf(after)]
  if (one === null || other === null) return null
  const at = one.findIndex((line, i) => line !== other[i])
  const line = at < 0 ? one.length : at
  const first = {
    step: null,
    at: `line ${line + 1}`,
    before: one[line]?.slice(0, 200) ?? null,
    after: other[line]?.slice(0, 200) ?? null,
  }
  return { ...SAME, verdict: 'different', differing: 1, first }
}

async function linesOf(file: ComparedFile): Promise<readonly string[] | null> {
  try {
    const bytes = Buffer.from(await file.bytes())
    return bytes.includes(0) || /\.(?:png|pdf|jpe?g|gif|webp|zip|gz)$/i.test(file.path)
      ? null
      : bytes.toString('utf8').split('\n')
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}

function sizesText(before: number, after: number): string {
  return before === after
    ? `the bytes differ, ${before.toLocaleString('en')} in both`
    : `${before.toLocaleString('en')} bytes became ${after.toLocaleString('en')}`
}
