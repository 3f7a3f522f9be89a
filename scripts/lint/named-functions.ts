/**
 * A function with a name is a declaration, so that all of them look alike and read from the top down. An arrow is an
 * argument, or a local abbreviation: one expression and no block.
 */
type Node = { type: string; parent: Node };
type Declarator = Node & { init: (Node & { body: Node }) | null };
type Context = { report: (problem: { node: Node; message: string }) => void };

const MESSAGE = 'Declare a named function with "function": an arrow is an argument or a local expression.';

const MODULE_LEVEL = new Set(['Program', 'ExportNamedDeclaration']);

export const namedFunctions = {
  meta: { type: 'suggestion' },
  create(context: Context) {
    return {
      VariableDeclarator(node: Declarator) {
        const { init } = node;
        if (init?.type !== 'ArrowFunctionExpression' && init?.type !== 'FunctionExpression') return;
        const isAtModuleLevel = MODULE_LEVEL.has(node.parent.parent.type);
        if (isAtModuleLevel || init.body.type === 'BlockStatement')
          context.report({ node, message: MESSAGE });
      },
    };
  },
};
