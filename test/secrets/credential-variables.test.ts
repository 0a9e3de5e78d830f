import { expect, test } from 'vitest'
import { findCredentials, isCredentialName } from '../../src/secrets/credential-variables.ts'
import { pickVariables } from '../../src/snapshot/environment-variables.ts'

test.each([
  'OPENAI_API_KEY',
  'APIKEY',
  'GITHUB_TOKEN',
  'GITHUB_TOKEN_2',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'DB_PASSWORD',
  'PG_PASSWORD_PROD',
  'client_secret',
  'NPM_AUTH',
  'GITLAB_PAT',
  'SLURM_JWT',
  'STRIPE_SECRET_KEY',
  'ENCRYPTION_KEY',
])('%s holds a credential', (name) => expect(isCredentialName(name)).toBe(true))

test.each([
  'PWD',
  'OLDPWD',
  'PATH',
  'HOME',
  'SSH_AUTH_SOCK',
  'TOKENIZERS_PARALLELISM',
  'MAX_TOKENS',
  'TOKEN_LIMIT',
  'KEYBOARD',
  'SECRET_NAME',
  'COMPASS',
  'AUTHOR',
  'PATTERN',
])('%s does not', (name) => expect(isCredentialName(name)).toBe(false))

/** A key in PEM: no path of a file, however the system takes it. */
const LONG = 'MII/abc'.repeat(2000)

test('credentials are the values of such variables, and passwords in addresses', () => {
  const env = {
    API_KEY: 'abc',
    EMPTY_TOKEN: '',
    AUTH: 'true',
    GOOGLE_APPLICATION_CREDENTIALS: '/keys/google.json',
    OTHER_SECRET: '/not/a/file',
    DATABASE_URL: 'postgres://ada:p%40ss@host/db',
    HTTPS_PROXY: 'http://proxy:8080',
    PLAIN: 'x',
    SIGNING_KEY: LONG,
  }
  expect(findCredentials(env, (path) => path === '/keys/google.json')).toEqual([
    { variable: 'API_KEY', value: 'abc' },
    { variable: 'OTHER_SECRET', value: '/not/a/file' },
    { variable: 'DATABASE_URL', value: 'p%40ss' },
    { variable: 'DATABASE_URL', value: 'p@ss' },
    { variable: 'SIGNING_KEY', value: LONG },
  ])
})

test('variables are recorded by a list, and never those named like a credential', () => {
  const env = { TZ: 'UTC', NODE_ENV: 'test', SLURM_JOB_ID: '7', SLURM_JWT: 'x', HOME: '/root', OPENAI_API_KEY: 'x', LC_ALL: 'C' }
  expect(Object.entries(pickVariables(env))).toEqual([
    ['LC_ALL', 'C'],
    ['NODE_ENV', 'test'],
    ['SLURM_JOB_ID', '7'],
    ['TZ', 'UTC'],
  ])
})
