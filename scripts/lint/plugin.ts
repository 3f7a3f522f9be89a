/** Rules of the linter that oxlint does not have. */

import { namedFunctions } from './named-functions.ts';
import { testsAssert } from './tests-assert.ts';

// oxlint loads a plugin by its default export.
export default {
  meta: { name: 'runlens' },
  rules: { 'named-functions': namedFunctions, 'tests-assert': testsAssert },
};
