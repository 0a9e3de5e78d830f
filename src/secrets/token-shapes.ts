/** Tokens that say by their form what they are, as their issuers document it. */
const SHAPES = [
  'gh[pousr]_[A-Za-z0-9]{36,}', // GitHub
  'github_pat_[A-Za-z0-9_]{36,}',
  'glpat-[A-Za-z0-9_-]{20,}', // GitLab
  'sk-(?:ant|proj|svcacct|admin|or)-[A-Za-z0-9_-]{20,}', // Anthropic, OpenAI, OpenRouter
  'sk-[A-Za-z0-9]{32,}', // OpenAI and those that follow it
  '(?:AKIA|ASIA)[A-Z0-9]{16}', // AWS
  'AIza[A-Za-z0-9_-]{35}', // Google
  'ya29\\.[A-Za-z0-9_-]{20,}',
  'xox[abeoprs]-[A-Za-z0-9-]{10,}', // Slack
  'hf_[A-Za-z0-9]{30,}', // Hugging Face
  'r8_[A-Za-z0-9]{37,}', // Replicate
  'gsk_[A-Za-z0-9]{40,}', // Groq
  'npm_[A-Za-z0-9]{36}',
  'pypi-[A-Za-z0-9_-]{50,}',
  '[rs]k_(?:live|test)_[A-Za-z0-9]{16,}', // Stripe
  'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}', // SendGrid
  'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}', // JSON Web Token
] as const

const TOKEN = new RegExp(`(?<![A-Za-z0-9])(?:${SHAPES.join('|')})`, 'g')
/** The text between the lines of a private key, which is not alone when it stands in a program's text. */
const PRIVATE_KEY = /(-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----)[\s\S]+?(-----END )/g
/** What an .npmrc gives a registry, in the file or in a patch of it; not where it names a variable. */
const NPMRC = /((?:(?:^|\n)[+ -]?|:)_(?:authToken|auth|password)[ \t]*=[ \t]*"?)(?!\$\{|\*\*\*)[^\s"]+/g
/** Every shape begins with one of these. */
const HINT =
  /gh[pousr]_|github_pat_|glpat-|sk[-_]|rk_|AKIA|ASIA|AIza|ya29\.|xox|hf_|r8_|gsk_|npm_|pypi-|SG\.|eyJ|PRIVATE KEY|_auth|_password/

/** Replaces tokens of well-known shapes, and the contents of private keys. */
export function maskTokens(text: string, mask: string): string {
  if (!HINT.test(text)) return text
  return text.replace(TOKEN, mask).replace(PRIVATE_KEY, `$1${mask}$2`).replace(NPMRC, `$1${mask}`)
}
