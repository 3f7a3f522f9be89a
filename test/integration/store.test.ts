import { inject } from 'vitest';
import { describeStore } from '../support/memory-store/contract.ts';
import { createTestStore } from '../support/test-store.ts';

describeStore(() => createTestStore(inject('elasticsearchUrl')));
