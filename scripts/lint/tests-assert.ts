/**
 * A test that asserts nothing cannot fail. Unlike vitest/expect-expect this rule sees tests with fixtures, whose `test` is
 * not imported from Vitest.
 *
 * The option names functions that assert, besides those whose names begin with "expect".
 */
type Node = { type: string };
type Callee = Node & { name?: string; object?: Callee; callee?: Callee; property?: { name: string } };
type Call = Node & { callee: Callee; arguments: Node[] };
type Context = {
  options: [{ assertions?: string[] }?];
  sourceCode: { getText: (node: Node) => string };
  report: (problem: { node: Node; message: string }) => void;
};

const MESSAGE = 'This test asserts nothing, so it cannot fail.';

const NOT_TESTS = new Set(['beforeEach', 'afterEach', 'beforeAll', 'afterAll', 'extend', 'override']);

export const testsAssert = {
  meta: { type: 'problem', schema: false },
  create({ options, sourceCode, report }: Context) {
    const asserting = new RegExp(`\\b(expect\\w*|${options[0]?.assertions?.join('|') ?? 'expect'})[(.]`);
    return {
      CallExpression(node: Call) {
        const block = node.arguments.find(({ type }) => /^(ArrowFunction|Function)Expression$/.test(type));
        if (block === undefined || !isTest(node.callee)) return;
        if (!asserting.test(sourceCode.getText(block))) report({ node, message: MESSAGE });
      },
    };
  },
};

/** `test`, `test.concurrent`, `test.for([…])` and the like. */
function isTest(callee: Callee | undefined): boolean {
  if (callee === undefined) return false;
  if (callee.type === 'Identifier') return callee.name === 'test' || callee.name === 'it';
  if (callee.property !== undefined && NOT_TESTS.has(callee.property.name)) return false;
  return isTest(callee.object ?? callee.callee);
}
