/**
 * A git remote without what gives access to it: user and password of a web address, the password of others, queries and fragments.
 * `git@host:path` stays: its user is no secret.
 */
export function hideCredentials(remote: string): string {
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*(?:::[a-z][a-z\d+.-]*)?:\/\/)(.*)$/is.exec(remote) ?? []
  if (scheme === undefined || rest === undefined) return remote.replace(/^([^\s/:@]+):[^\s/]*@(?=[^\s/@]+:)/, '$1@')
  const bare = rest.replace(/[?#].*$/s, '')
  const slash = bare.indexOf('/')
  const authority = slash < 0 ? bare : bare.slice(0, slash)
  const path = slash < 0 ? '' : bare.slice(slash)
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  const user = at < 0 || !/ssh/i.test(scheme) ? '' : `${authority.slice(0, at).split(':', 1)[0]}@`
  return `${scheme}${user}${host}${path}`
}
