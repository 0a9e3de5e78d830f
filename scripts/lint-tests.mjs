// Oxlint's plugin for test/: no verdict may depend on how fast the machine is.
// - no-literal-sleep: no timer with a time that is written down, in tests and in the programs that they hold as text. Wait for a
//   condition, with `until` of test/support/waiting.ts; in a program, in a loop `while (condition) await sleep(5)`.
// - no-short-timeout: no timeout of a test or hook, nor of a process that a test starts, below a minute.

/** What takes a time, and which of its arguments that is. */
const TIMERS = { sleep: 0, setTimeout: undefined, delay: 0, wait: 0 }
/** Longer than any machine takes: the process is killed before. */
const FOR_EVER = 2 ** 30
const MINUTE = 60_000
const TESTS = new Set(['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'it', 'test'])
const TIMEOUTS = new Set(['hookTimeout', 'teardownTimeout', 'testTimeout', 'timeout'])
/** The same in the text of a program. */
const IN_TEXT = /(?:\bsleep\(|\bsetTimeout\((?:[^()]*, *|(?=\d)))(\d[\d_.e]*)\b/g

/** The number that an expression is written as, `2 * 1000` too. */
function numberOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'number') return node.value
  if (node?.type !== 'BinaryExpression') return undefined
  const [left, right] = [numberOf(node.left), numberOf(node.right)]
  if (left === undefined || right === undefined) return undefined
  return { '*': left * right, '**': left ** right, '+': left + right }[node.operator]
}

const nameOf = (callee) => (callee.type === 'MemberExpression' ? callee.property.name : callee.name)

/** Whether a node is the body of a loop that waits: `while (condition) await sleep(5)`. */
function isWaiting(node) {
  for (let each = node; each; each = each.parent) if (each.parent?.type === 'WhileStatement') return each.parent.body === each
  return false
}

const noLiteralSleep = {
  create(context) {
    const report = (node, milliseconds) =>
      context.report({
        node,
        message: `A fixed time (${milliseconds} ms): wait for a condition instead, see test/support/waiting.ts.`,
      })
    const readText = (node, text) => {
      for (const line of text.split('\n'))
        for (const [, digits] of line.matchAll(IN_TEXT))
          if (Number(digits.replaceAll('_', '')) > 0 && !/\bwhile \(|2 \*\* 30/.test(line)) report(node, digits)
    }
    return {
      CallExpression(node) {
        const name = nameOf(node.callee)
        if (!Object.hasOwn(TIMERS, name)) return
        const [first, second] = node.arguments
        const milliseconds = numberOf(first) ?? (name === 'setTimeout' ? numberOf(second) : undefined)
        if (milliseconds > 0 && milliseconds < FOR_EVER && !isWaiting(node)) report(node, milliseconds)
      },
      TemplateElement: (node) => readText(node, node.value.raw),
      Literal: (node) => typeof node.value === 'string' && readText(node, node.value),
    }
  },
}

const noShortTimeout = {
  create(context) {
    const check = (node, milliseconds) => {
      if (milliseconds < MINUTE) context.report({ node, message: `A timeout of ${milliseconds} ms: at least a minute, or none.` })
    }
    const rootOf = (callee) => {
      for (let node = callee; ; node = node.object ?? node.callee ?? node.tag)
        if (node?.type === 'Identifier' || !node) return node?.name
    }
    return {
      CallExpression(node) {
        if (TESTS.has(rootOf(node.callee)) && node.arguments.length > 1) check(node, numberOf(node.arguments.at(-1)))
      },
      Property: (node) => TIMEOUTS.has(node.key.name) && check(node, numberOf(node.value)),
    }
  },
}

export default {
  meta: { name: 'runlab' },
  rules: { 'no-literal-sleep': noLiteralSleep, 'no-short-timeout': noShortTimeout },
}
