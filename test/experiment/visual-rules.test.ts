import { describe, expect, test } from 'vitest'
import { defineExperiment } from '../../src/index.ts'

const define = (visuals: unknown): unknown => defineExperiment(import.meta, { run() {}, visuals } as never)

describe('how series are drawn', () => {
  test.each([
    [
      {
        loss: {
          title: 'Loss',
          unit: 'nats',
          log: true,
          smoothing: 0.9,
          colour: '#0072b2',
          frameRate: 12,
          showStep: true,
          order: -1,
        },
      },
    ],
    [{ 'debug/*': false }],
    [{ loss: { colour: 'rebeccapurple' }, acc: { colour: 'rgb(10 20 30 / 50%)' } }],
  ])('is taken: %j', (visuals) => {
    expect(() => define(visuals)).not.toThrow()
  })

  test.each([
    [{ loss: true }, '`visuals["loss"]` is a boolean, expected options or false', 'Write: visuals: {'],
    [{ loss: { logg: true } }, '`visuals["loss"]` has an option "logg", which there is not', 'Did you mean "log"?'],
    [{ loss: { qqqqqq: 1 } }, '`visuals["loss"]` has an option "qqqqqq"', 'There are: title, unit, step, log,'],
    [{ loss: { smoothing: 3 } }, '`visuals["loss"].smoothing` is 3, expected a number of 0…1, exclusive', ''],
    [{ loss: { colour: 'notacolour' } }, '`visuals["loss"].colour` is "notacolour", expected a colour of CSS', ''],
    [{ loss: { colour: '#12' } }, '`visuals["loss"].colour` is "#12", expected a colour of CSS', ''],
    [{ loss: { order: 'first' } }, '`visuals["loss"].order` is "first", expected a number', ''],
    [{ map: { frameRate: 0 } }, '`visuals["map"].frameRate` is 0, expected a number of 0…60', ''],
  ])('is refused: %j', (visuals, message, hint) => {
    expect(() => define(visuals)).toThrow(
      expect.objectContaining({
        code: 'DEFINITION_INVALID',
        message: expect.stringContaining(message),
        ...(hint === '' ? {} : { hint: expect.stringContaining(hint) }),
      }),
    )
  })

  test('is refused with all that is wrong', () => {
    expect(() => define({ loss: { logg: true, smoothing: 3 }, ok: { log: true }, acc: 5 })).toThrow(
      'The experiment\'s definition is wrong: `visuals["loss"]` has an option "logg", which there is not (Did you mean "log"?); ' +
        '`visuals["loss"].smoothing` is 3, expected a number of 0…1, exclusive; ' +
        '`visuals["acc"]` is a number, expected options or false (Write: visuals: ',
    )
  })
})
