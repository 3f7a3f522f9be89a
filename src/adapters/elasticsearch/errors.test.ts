import { errors } from '@elastic/elasticsearch';
import { describe, expect, test } from 'vitest';
import { attempt, toFailure } from './errors.ts';

test('a value is a value', async () => {
  expect(await attempt(() => Promise.resolve(3))).toEqual({ type: 'ok', value: 3 });
});

test.each([
  ['connect ECONNREFUSED 127.0.0.1:9200', 'unreachable'],
  ['getaddrinfo ENOTFOUND search.example.org', 'unreachable'],
  ['other side closed - Local: 127.0.0.1:1, Remote: 127.0.0.1:2', 'unreachable'],
  // A connection that breaks while it is being secured says nothing about certificates.
  ['Client network socket disconnected before secure TLS connection was established', 'unreachable'],
  ['self-signed certificate', 'tls'],
  ['unable to verify the first certificate', 'tls'],
  ["Hostname/IP does not match certificate's altnames", 'tls'],
  ['40:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/openssl', 'tls'],
  ['Headers Timeout Error', 'timeout'],
  ['Body Timeout Error', 'timeout'],
])('a connection error %j: %s', (message, type) => {
  expect(toFailure(new errors.ConnectionError(message)).type).toBe(type);
});

test('of what OpenSSL says, the words are kept', () => {
  const message =
    '40:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/x.c:77:\n';
  expect(toFailure(new errors.ConnectionError(message)).reason).toContain(
    'to Elasticsearch: wrong version number.',
  );
});

test('an answer in time, of the right product and in JSON is expected', () => {
  expect(toFailure(new errors.TimeoutError('Request timed out')).type).toBe('timeout');
  expect(toFailure(new errors.ProductNotSupportedError('Elasticsearch')).type).toBe('not-elasticsearch');
  expect(toFailure(new errors.DeserializationError('Unexpected token', '{"a":')).type).toBe('unavailable');
});

function thrownBy(error: unknown): unknown {
  try {
    return toFailure(error);
  } catch (thrown) {
    return thrown;
  }
}

describe('what is no answer is thrown', () => {
  test('a bug, with the original as cause', () => {
    const bug = new TypeError('x is undefined');
    expect(thrownBy(bug)).toMatchObject({ message: expect.stringContaining('x is undefined'), cause: bug });
  });

  test('a document that cannot be written as JSON, but without the document', () => {
    const error = new errors.SerializationError('Converting circular structure', { secret: 'hunter2' });
    const thrown = thrownBy(error) as Error;
    expect(thrown.cause).toMatchObject({
      name: 'SerializationError',
      message: 'Converting circular structure',
    });
    expect(JSON.stringify(thrown.cause, Object.getOwnPropertyNames(thrown.cause))).not.toContain('hunter2');
  });
});
