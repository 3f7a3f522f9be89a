import { expect, test } from 'vitest';
import { responseFailure } from './response-failure.ts';

const headers = { 'x-elastic-product': 'Elasticsearch' };

function says(type: string, reason = 'because') {
  return { error: { type, reason } };
}

test.each([
  [400, says('illegal_argument_exception'), 'bad-request'],
  [401, says('security_exception'), 'unauthorized'],
  [403, says('security_exception'), 'forbidden'],
  [404, says('index_not_found_exception'), 'not-found'],
  [404, { index_templates: [] }, 'not-found'],
  [404, says('search_phase_execution_exception', 'all shards failed'), 'unavailable'],
  [404, says('search_context_missing_exception'), 'unavailable'],
  [409, says('version_conflict_engine_exception'), 'bad-request'],
  [413, '', 'too-large'],
  [429, says('circuit_breaking_exception'), 'too-many-requests'],
  [403, says('cluster_block_exception'), 'blocked'],
  [429, says('cluster_block_exception', 'disk usage exceeded flood-stage watermark'), 'blocked'],
  [503, says('cluster_block_exception', 'state not recovered'), 'unavailable'],
  [500, says('null_pointer_exception'), 'unavailable'],
  [503, says('master_not_discovered_exception'), 'unavailable'],
])('Elasticsearch answers %i %j: %s', (statusCode, body, type) => {
  expect(responseFailure({ statusCode, headers, body })).toMatchObject({ type, status: statusCode });
});

test.each([
  [400, 'not-elasticsearch'],
  [401, 'unauthorized'],
  [403, 'not-elasticsearch'],
  [404, 'not-elasticsearch'],
  [408, 'timeout'],
  [413, 'too-large'],
  [429, 'too-many-requests'],
  [502, 'unavailable'],
  [504, 'unavailable'],
])('a proxy answers %i with a page of its own: %s', (statusCode, type) => {
  const failure = responseFailure({ statusCode, headers: {}, body: '<html>token=hunter2</html>' });
  expect(failure).toMatchObject({ type, status: statusCode });
  expect(failure.reason).not.toContain('hunter2');
});

test('the reason says what Elasticsearch said, in reasonable length', () => {
  const body = says('illegal_argument_exception', `unknown setting [x] ${'y'.repeat(10_000)}`);
  const { reason, exception } = responseFailure({ statusCode: 400, headers, body });
  expect(exception).toBe('illegal_argument_exception');
  expect(reason).toContain('400, illegal_argument_exception): unknown setting [x]');
  expect(reason.length).toBeLessThan(600);
});

test('an error that is just a sentence counts too', () => {
  const { reason } = responseFailure({ statusCode: 405, headers, body: { error: 'Incorrect HTTP method' } });
  expect(reason).toBe('Elasticsearch refuses the request (405): Incorrect HTTP method.');
});
