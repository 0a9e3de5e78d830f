// Adds to package-lock.json the optional packages that the lockfile's maker could not reach: native bindings for other
// platforms, where a registry holds only some. Without them `npm ci` of npm 11 refuses the lockfile, and on those platforms
// nothing would install them. Run it after `npm install`; it changes nothing in a
// lockfile that is complete, and with --check nothing at all.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const { packages } = lock

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
const LIBRARIES = { gnu: 'glibc', musl: 'musl' }

/** What a binding runs on, as its name says: `@scope/binding-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-')
  const os = words.find((word) => SYSTEMS.includes(word))
  const cpu = words.find((word) => PROCESSORS.includes(word))
  const libc = os === 'linux' ? LIBRARIES[words.at(-1)] : undefined
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) }
}

/** The folders in which a package at this place finds its dependencies, nearest first. */
function placesFrom(place) {
  const parents = place
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, parts.length - index).join('/node_modules/'))
  return [...parents.map((parent) => `${parent}/node_modules`), 'node_modules']
}

const added = []
for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const version = range.replace(/^[~^=]/, '')
    const found = placesFrom(place).find((folder) => `${folder}/${name}` in packages)
    if (found !== undefined && (packages[`${found}/${name}`].version === version || range !== version)) continue
    const platform = platformOf(name)
    if (Object.keys(platform).length === 0) throw new Error(`${name} does not tell its platform; add it by hand`)
    const [inside, beside] = placesFrom(place)
    const target = `${beside}/${name}` in packages ? `${inside}/${name}` : `${beside}/${name}`
    packages[target] = { version, ...platform, ...(dev && { dev }), optional: true }
    added.push(`${name}@${version}`)
  }
}
if (added.length === 0) {
  console.log('package-lock.json is complete.')
} else if (process.argv.includes('--check')) {
  console.error(`package-lock.json lacks ${added.join(', ')}: node scripts/complete-lockfile.mjs`)
  process.exitCode = 1
} else {
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
  console.log(`Added ${added.join(', ')}.`)
}
