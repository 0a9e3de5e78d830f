/** The keys of a config, in the order in which they are explained, and what an editor says of each. */
export const CONFIG_KEYS = {
  extend:
    'The experiment that this config derives: a script, relative to this file. `#name` behind it chooses one of several; another config is extended in the same way.',
  include: 'Scripts with mixins, relative to this file: one, or a list.',
  name: "The experiment's name, in place of the file's.",
  description: "What the run is about, in place of the experiment's description.",
  namespace: 'Where in the archive runs go.',
  results: 'The archive: a folder, relative to this file.',
  seed: 'Seed of the runs: a whole number from 0 to 9007199254740991.',
  parameters: "Values for the experiment's parameters, by name. They replace its defaults.",
} as const

export type ConfigKey = keyof typeof CONFIG_KEYS

export function isConfigKey(key: string): key is ConfigKey {
  return Object.hasOwn(CONFIG_KEYS, key)
}
