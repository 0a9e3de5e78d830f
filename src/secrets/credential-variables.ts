/** Words that say that a variable holds a credential, alone or at the end of a word written in one piece: `DBPASSWORD`. */
const STRONG =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:API|ACCESS|SECRET|PRIVATE|SIGNING|ENCRYPTION|AUTH|MASTER|SERVICE)KEY)S?\d*$/
/** Words that say so only alone: others end like them. */
const WEAK = /^(?:PWD|PASS|PAT|AUTH|JWT|CREDS?)\d*$/
/** Other words that end in `PASS` and mean a password. */
const PASS =
  /^(?:SSH|DB|PG|SQL|MYSQL|MY|ROOT|USER|ADMIN|FTP|SMTP|MAIL|REDIS|VPN|LDAP|SUDO|PROXY|KEY|STORE|HTTPS?)(?:PASS|PWD)\d*$/
/** What a key is that opens something, wherever it stands. */
const OPENING = /^(?:API|ACCESS|SECRET|PRIVATE|SIGNING|ENCRYPTION|AUTH|MASTER|SERVICE|ACCOUNT)$/
/** What a key is that does not: `SORT_KEY`. */
const INNOCENT =
  /^(?:PUBLIC|PUB|SORT|PRIMARY|FOREIGN|UNIQUE|CACHE|PARTITION|GROUP|HOT|INDEX|ROUTING|LOOKUP|SHORTCUT|MAP|META|COMPOSE|SHARD|HASH|ROW|ITEM|DEDUP|ESCAPE|ARROW)$/
/** What tokens are that are counted. */
const COUNTED =
  /^(?:MAX|MIN|NUM|N|NEW|TOTAL|COUNT|LIMIT|PROMPT|COMPLETION|INPUT|OUTPUT|CONTEXT|SPECIAL|STOP|REASONING|THINKING|CACHED|TRAIN|BATCH|VOCAB)$/
/** Last words that say that it holds something about one, or where one is. */
const ABOUT =
  /^(?:FILE|PATH|DIR|SOCK|URL|URI|HOST|PORT|USER|USERNAME|NAME|TYPE|METHOD|TTL|LIFETIME|EXPIRY|EXPIRES|TIMEOUT|COUNT|LIMIT|LENGTH|REGION|VERSION|SIZE|ENABLED|BUDGET|MAX|MIN)$/
/** Variables that have the form and hold none. */
const NONE = new Set(['PWD', 'OLDPWD', 'INIT_CWD', 'SSH_AUTH_SOCK', 'GIT_ASKPASS', 'SSH_ASKPASS'])
/** Values that are settings. */
const SETTING = /^(?:true|false|yes|no|on|off|none|null|undefined|\d{1,3})$/i

/** A variable whose value must not be written. */
export interface Credential {
  readonly variable: string
  readonly value: string
}

/** A value that somebody has drawn, as keys are: sixteen characters and more, letters and digits, and nothing that separates words. */
const DRAWN = /^(?=.*[A-Za-z])(?=(?:.*\d){2})[A-Za-z0-9_+=.-]{16,}$/

/** Whether a variable is, by its name, one that holds a credential: by its words, in any case and spelling. */
export function isCredentialName(name: string): boolean {
  if (NONE.has(name.toUpperCase())) return false
  const words = wordsOf(name)
  return !ABOUT.test(words.at(-1) ?? '') && words.some((word, index) => saysSo(word, words, index))
}

/** `dbPassword`, `DB_PASSWORD`, `db.password`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== '')
}

function saysSo(word: string, words: readonly string[], index: number): boolean {
  const before = words[index - 1] ?? ''
  const isLast = words.slice(index + 1).every((rest) => /^\d+$/.test(rest))
  if (/^TOKENS$/.test(word)) return isLast && !COUNTED.test(before)
  if (/^KEYS?\d*$/.test(word)) return OPENING.test(before) || (isLast && before !== '' && !INNOCENT.test(before))
  return STRONG.test(word) || WEAK.test(word) || PASS.test(word)
}

/** Whether a name says no more than that it is some key: `KAGGLE_KEY` is one that opens, `DATASET_KEY` may be a word. */
function isOnlyAKey(name: string): boolean {
  const words = wordsOf(name)
  return !words.some((word, index) => {
    const isKey = /^KEYS?\d*$/.test(word)
    return isKey ? OPENING.test(words[index - 1] ?? '') : saysSo(word, words, index)
  })
}

/**
 * The credentials of an environment: values of variables that are named like one, and passwords in addresses.
 * `isFile` tells whether a value is the path of a file, which is none.
 */
export function findCredentials(
  env: Readonly<Record<string, string | undefined>>,
  isFile: (path: string) => boolean,
): readonly Credential[] {
  return Object.entries(env).flatMap(([variable, value = '']): Credential[] => {
    const found = passwordsIn(value)
    const isCandidate = value !== '' && !SETTING.test(value) && !(value.includes('/') && isFile(value))
    if (isCandidate && isCredentialName(variable) && (DRAWN.test(value) || !isOnlyAKey(variable))) found.push(value)
    return found.map((one) => ({ variable, value: one }))
  })
}

/** An address with a password that ends where a host follows; and one whose password may hold all but white space. */
const ADDRESSES = [
  /[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:(\S+?)@(?=[^\s@]*(?:[\s,;|"']|$))/gi,
  /[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:(\S+)@/gi,
]

/** The passwords of all `scheme://user:password@host` in a text, as they stand there and decoded. */
function passwordsIn(value: string): string[] {
  if (!value.includes('://')) return []
  const written = ADDRESSES.flatMap((address) => Array.from(value.matchAll(address), (match) => match[1] ?? ''))
  return [...new Set(written.flatMap((one) => [one, decoded(one)]))]
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    return written // a per cent sign that begins no code
  }
}
