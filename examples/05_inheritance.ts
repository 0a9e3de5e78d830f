/**
 * How many measurements does it take to tell penguins apart?
 *
 * Derives an experiment from `02_penguins.ts`, which looks at four. This one looks at two: at the bill, or at the body.
 */
import { inherit, param } from 'runlab'
import { experiment as penguins } from './02_penguins.ts'
import { standardise } from './lib/penguins.ts'

/** Columns of the table: bill length and depth, flipper length and body mass. */
const COLUMNS = { bill: [0, 1], body: [2, 3] } as const

// No copy of the other experiment, only what is different here. What changes there changes here, too.
export const experiment = penguins.extend(import.meta, {
  // Other values for parameters that it has. `inherit` makes them of what they were: 0.5 becomes 2, and 200 becomes 100.
  override: {
    learningRate: inherit((rate) => rate * 4),
    epochs: inherit((epochs) => epochs / 2),
  },

  // A new parameter.
  parameters: {
    /** What is measured of each penguin. */
    measured: param.choice(['bill', 'body']),
  },

  // Another way to do one step: where the other experiment calls its hook `prepareFeatures`, this is called now.
  implement: {
    prepareFeatures: (e, rows) => {
      const columns = COLUMNS[e.params.measured]
      e.log(`looks at columns ${columns.join(' and ')} of ${rows[0]?.length}: the ${e.params.measured}`)
      return standardise(rows.map((row) => columns.map((column) => row[column] ?? 0)))
    },
  },

  visuals: { boundary: { title: 'What the model makes of two measurements' } },
})

// Try:
//   npx runlab run examples/05_inheritance.ts --measured body --learning-rate 1
//   npx runlab show latest     learningRate: 0.5 → 2 → 1, and who said so; the command line has the last word
//   npx runlab diff A B        two runs, by the last four characters of their names: bill or body, which tells more?
experiment.runIfMain()
