import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { encodeValue } from '../../src/format/encode-value.ts'
import { decodeValue } from '../../src/format/decode-value.ts'
import { Redactor, TOKENS_ONLY } from '../../src/secrets/redactor.ts'

const SECRET = `p/w+?&"'\\ ö!9`
const redactor = new Redactor([SECRET, 'tiny', 'another-secret'])
const bytes = Buffer.from(SECRET)

describe('a secret is masked in a text', () => {
  test.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify({ a: SECRET }).slice(6, -2)],
    ['in JSON of ASCII', JSON.stringify(SECRET).slice(1, -1).replace('ö', '\\u00f6')],
    ['as the console shows it', inspect({ a: SECRET }).slice(6, -3)],
    ['as a part of a URL', encodeURIComponent(SECRET)],
    ['as a part of a URL, in lower case', encodeURIComponent(SECRET).replaceAll(/%../g, (code) => code.toLowerCase())],
    ['as a field of a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['in base64', bytes.toString('base64')],
    ['in base64 for URLs', bytes.toString('base64url')],
  ])('%s', (_, form) => {
    expect(redactor.mask(`before ${form} after`)).toBe('before *** after')
  })

  test.each([0, 1, 2, 3])('in base64 of a text that begins %i bytes before it', (offset) => {
    const encoded = Buffer.from(`${'a'.repeat(offset)}${SECRET}:more`).toString('base64')
    const masked = redactor.mask(encoded)
    expect(masked).toContain('***')
    // What is left of it: at most the characters at its ends that also hold bits of what is around.
    const rest = masked.replace('***', 'A'.repeat(encoded.length - masked.length + 3))
    expect(Buffer.from(rest, 'base64').toString('latin1')).not.toContain(bytes.subarray(1, -1).toString('latin1').slice(0, 4))
  })

  test('wherever it is, as often as it is, and beside others', () => {
    expect(redactor.mask(`${SECRET}${SECRET} another-secret`)).toBe('****** ***')
  })

  test('also where one is a part of another', () => {
    expect(new Redactor(['12345678', '12345678-and-more']).mask('12345678-and-more 12345678')).toBe('*** ***')
  })

  test('line by line where it has several, but for the lines that any key has', () => {
    const key = '-----BEGIN OPENSSH KEY-----\nabcdefghijkl\n  mnopqrstuvwx\n-----END OPENSSH KEY-----'
    expect(new Redactor([key]).mask('> abcdefghijkl <\nmnopqrstuvwx\n-----BEGIN OPENSSH KEY-----')).toBe(
      '> *** <\n***\n-----BEGIN OPENSSH KEY-----',
    )
  })
})

test('a secret of fewer than eight characters is masked only where it is the whole text', () => {
  expect(['tiny', 'dGlueQ==', 'a tiny text'].map((text) => redactor.mask(text))).toEqual(['***', '***', 'a tiny text'])
  expect(redactor.holds('tiny')).toBe(false)
  expect(redactor.short).toEqual(['tiny'])
})

test('what holds no secret is the same', () => {
  const text = 'nothing to see, not even a sk-, an AKIA or a token eyJ'
  expect(redactor.mask(text)).toBe(text)
  expect(redactor.maskBytes(Buffer.from([0, 255, 128, 10]))).toBeNull()
})

test('bytes that are no text keep what is around the secret', () => {
  const masked = redactor.maskBytes(Buffer.concat([Buffer.from([0, 255, 195]), bytes, Buffer.from([254])]))
  expect([...(masked ?? [])]).toEqual([0, 255, 195, 42, 42, 42, 254])
})

test.each([
  ['GitHub', `ghp_${'a1B2'.repeat(9)}`],
  ['GitHub, fine-grained', `github_pat_${'a1B2_'.repeat(12)}`],
  ['Anthropic', `sk-ant-api03-${'a1-B'.repeat(10)}`],
  ['OpenAI', `sk-proj-${'a1_B'.repeat(10)}`],
  ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
  ['Google', `AIza${'a1-B_'.repeat(7)}`],
  ['Hugging Face', `hf_${'aB1'.repeat(11)}`],
  ['npm', `npm_${'aB12'.repeat(9)}`],
  ['Slack', 'xoxb-123456789012-abcdefghijkl'],
  ['a JSON Web Token', `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(20)}`],
])('a token of %s is masked by its shape', (_, token) => {
  expect(TOKENS_ONLY.mask(`token=${token};`)).toBe('token=***;')
  expect(TOKENS_ONLY.mask(`x${token}`)).toBe(`x${token}`)
})

test('of a private key, what is between its first and last line is masked', () => {
  const armour = (text: string): string => `-----BEGIN RSA PRIVATE KEY-----${text}-----END RSA PRIVATE KEY-----`
  expect(TOKENS_ONLY.mask(armour('\nMIIabc\ndef\n'))).toBe(armour('***'))
})

test('what an .npmrc gives a registry is masked, in the file and in a patch, but for names of variables', () => {
  const lines = ['//registry.example/:_authToken=abc', '_password = "def"', '+//registry.example/:_auth=ghi', '-_authToken=jkl']
  expect(TOKENS_ONLY.mask(lines.join('\n'))).toBe(
    '//registry.example/:_authToken=***\n_password = "***"\n+//registry.example/:_auth=***\n-_authToken=***',
  )
  const innocent = '//registry.example/:_authToken=${NPM_TOKEN}\nself._password = get()\nmy_auth=1'
  expect(TOKENS_ONLY.mask(innocent)).toBe(innocent)
})

describe('of tagged JSON', () => {
  test('texts are masked, and keys that hold a secret', () => {
    const { json, found, foundInKey } = redactor.maskJson({ a: [SECRET, 1, null], another: { 'my another-secret': 'x' } })
    expect(json).toEqual({ a: ['***', 1, null], another: { 'my ***': 'x' } })
    expect([found, foundInKey]).toEqual([true, true])
  })

  test('a key stays that is a short secret, a plain word, or a part of a secret', () => {
    const { json } = new Redactor(['postgres']).maskJson({ postgres: 'on postgres' })
    expect(json).toEqual({ postgres: 'on ***' })
    expect(redactor.maskJson({ tiny: 1, another: 2 })).toEqual({ json: { tiny: 1, another: 2 }, found: false, foundInKey: false })
  })

  test('special values can still be read', () => {
    const value = {
      bytes: new Uint8Array(Buffer.from('x another-secret y')),
      other: new Uint8Array([1, 2]),
      map: new Map([['k', 'another-secret']]),
      url: new URL('https://another-secret.example'),
      pattern: /x another-secret y/g,
      set: new Set(['another-secret']),
      half: 'another-secret\uD83D',
    }
    const { json } = redactor.maskJson(encodeValue(value))
    expect(decodeValue(json)).toEqual({
      bytes: '***',
      other: value.other,
      map: new Map([['k', '***']]),
      url: '***',
      pattern: '***',
      set: new Set(['***']),
      half: '***',
    })
  })

  test('of a document, keys and fixed words stay', () => {
    const words = new Redactor(['finished', 'duration', 'the status'])
    const document = { status: 'finished', duration: 1, text: 'finished after a duration' }
    expect(words.maskDocument(document, new Set(['status']))).toEqual({
      status: 'finished',
      duration: 1,
      text: '*** after a ***',
    })
  })
})
