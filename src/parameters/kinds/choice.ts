import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../show-value.ts'
import { readNumberText } from '../text/number-text.ts'
import { accept, refuse } from './kind.ts'
import type { Fault, Kind } from './kind.ts'
import { readOptions } from './options.ts'

type Choice = string | number

/** `param.choice`. */
export function buildChoice(given: unknown, fault: Fault): Kind {
  if (!isPlainObject(given))
    throw fault('has options that are no object', "Write: param.choice(['adam', 'sgd'], { default: 'sgd' })")
  const choices = readChoices(readOptions(given, ['choices', 'default'], fault)['choices'], fault)
  const shown = choices.map(showChoice).join(', ')
  const expected = choices.length === 1 ? shown : `one of ${shown}`
  return {
    kind: 'choice',
    name: 'choice',
    bounds: shown,
    type: `choice of ${shown}`,
    expected,
    check: (value) => (choices.includes(value as Choice) ? accept(value) : refuse(expected, suggest(value, choices))),
    read(text) {
      const number = readNumberText(text)
      const chosen = choices.find((choice) => choice === text || (number.ok && choice === number.value))
      return chosen === undefined ? refuse(expected, suggest(text, choices)) : accept(chosen)
    },
    // JSON Schema cannot name an infinite one.
    jsonSchema: choices.some(isInfinite) ? { type: ['string', 'number'] } : { enum: choices },
  }
}

function readChoices(choices: unknown, fault: Fault): readonly Choice[] {
  if (!Array.isArray(choices) || choices.length === 0) throw fault('has no choices', "Write: param.choice(['adam', 'sgd'])")
  const checked: Choice[] = []
  for (const choice of choices as readonly unknown[]) {
    if (typeof choice !== 'string' && (typeof choice !== 'number' || Number.isNaN(choice))) {
      throw fault(`has the choice ${showValue(choice)}, which is neither a string nor a number`)
    }
    // On the command line "1" and 1 are the same.
    if (checked.some((other) => String(other) === String(choice))) throw fault(`has the choice ${showChoice(choice)} twice`)
    checked.push(choice)
  }
  return checked
}

function isInfinite(choice: Choice): boolean {
  return typeof choice === 'number' && !Number.isFinite(choice)
}

function suggest(value: unknown, choices: readonly Choice[]): string | null {
  return typeof value === 'string' ? nearest(value, choices.map(String)) : null
}

/** Quotes only where the ends of a text would not be seen. */
function showChoice(choice: Choice): string {
  return typeof choice === 'string' && (choice === '' || /[\s,]/.test(choice)) ? JSON.stringify(choice) : String(choice)
}
