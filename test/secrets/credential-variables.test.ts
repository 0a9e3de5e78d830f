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
  'AWS_ACCESS_KEY_ID',
  'PGPASSWORD',
  'SSHPASS',
  'DBPASSWORD',
  'dbPassword',
  'MYSECRET',
  'ACCESSTOKEN',
  'accessToken',
  'API_TOKENS',
  'MY_PASSWORDS',
  'KAGGLE_KEY',
  'AZURE_OPENAI_KEY',
  'STRIPE_KEY',
  'stripe-key',
  'NPM_CONFIG__AUTHTOKEN',
  'GOOGLE_API_KEYS',
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
  'PUBLIC_KEY',
  'SORT_KEY',
  'MONKEY',
  'KEY',
  'NUM_TOKENS',
  'TOKENS_PER_SECOND',
  'BYPASS',
  'SECRETARY',
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
    JDBC: 'jdbc:postgresql://ada:jdbcpass@host/db',
    BROKERS: 'amqp://a:first1@one/x,amqp://b:second2@two',
    ODD: 'postgres://ada:odd@pass@host/db',
    HTTPS_PROXY: 'http://proxy:8080',
    PLAIN: 'x',
    DATASET_KEY: 'imagenet_v2',
    KAGGLE_KEY: '0123456789abcdef0123456789abcdef',
    SIGNING_KEY: LONG,
  }
  expect(findCredentials(env, (path) => path === '/keys/google.json')).toEqual([
    { variable: 'API_KEY', value: 'abc' },
    { variable: 'OTHER_SECRET', value: '/not/a/file' },
    { variable: 'DATABASE_URL', value: 'p%40ss' },
    { variable: 'DATABASE_URL', value: 'p@ss' },
    { variable: 'JDBC', value: 'jdbcpass' },
    { variable: 'BROKERS', value: 'first1' },
    { variable: 'BROKERS', value: 'second2' },
    { variable: 'BROKERS', value: 'first1@one/x,amqp://b:second2' },
    { variable: 'ODD', value: 'odd@pass' },
    { variable: 'KAGGLE_KEY', value: '0123456789abcdef0123456789abcdef' },
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
