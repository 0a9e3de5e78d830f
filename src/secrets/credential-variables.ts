/** Words of a variable's name that say that it holds a credential. */
const CREDENTIAL =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PWD|PASS|API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|AUTH_?KEY|AUTH_?TOKEN|CREDENTIALS?|PAT|AUTH|JWT)(?:_?\d*$|_)/i
/** Endings that say that it holds something about one, or where one is. */
const ABOUT =
  /_(?:FILE|PATH|DIR|SOCK|URL|URI|HOST|PORT|USER|USERNAME|NAME|TYPE|METHOD|TTL|LIFETIME|EXPIRY|EXPIRES|TIMEOUT|COUNT|LIMIT|LENGTH|REGION|VERSION|SIZE|ENABLED|BUDGET|MAX|MIN)$/i
/** Variables that have the form and hold none. */
const NONE = new Set(['PWD', 'OLDPWD', 'INIT_CWD', 'SSH_AUTH_SOCK', 'GIT_ASKPASS', 'SSH_ASKPASS'])
/** Values that are settings. */
const SETTING = /^(?:true|false|yes|no|on|off|none|null|undefined|\d{1,3})$/i

/** A variable whose value must not be written. */
export interface Credential {
  readonly variable: string
  readonly value: string
}

/** Whether a variable is, by its name, one that holds a credential. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL.test(name) && !ABOUT.test(name) && !NONE.has(name.toUpperCase())
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
    if (isCredentialName(variable) && value !== '' && !SETTING.test(value) && !(value.includes('/') && isFile(value)))
      found.push(value)
    return found.map((one) => ({ variable, value: one }))
  })
}

/** The password of `scheme://user:password@host`, as it stands there and decoded. */
function passwordsIn(value: string): string[] {
  const [, written] = /^[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:([^\s@]+)@/i.exec(value) ?? []
  if (written === undefined) return []
  try {
    return [...new Set([written, decodeURIComponent(written)])]
  } catch {
    return [written] // a per cent sign that begins no code
  }
}
