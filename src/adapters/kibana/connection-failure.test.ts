import { expect, test } from 'vitest';
import { connectionFailure } from './connection-failure.ts';

function failureOf(message: string, code?: string) {
  return connectionFailure(
    'https://k',
    Object.assign(new Error(message), code === undefined ? {} : { code }),
  );
}

test.each([
  ['connect ECONNREFUSED 127.0.0.1:5601', 'ECONNREFUSED', 'unreachable'],
  ['getaddrinfo ENOTFOUND k', 'ENOTFOUND', 'unreachable'],
  ['socket hang up', 'ECONNRESET', 'unreachable'],
  ['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['certificate has expired', 'CERT_HAS_EXPIRED', 'tls'],
  ['unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
  ["Hostname/IP does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['Parse Error: Expected HTTP/', 'HPE_INVALID_CONSTANT', 'not-kibana'],
])('%s is a matter of: %s, %s', (message, code, type) => {
  expect(failureOf(message, code).type).toBe(type);
});

test('OpenSSL is quoted without its addresses', () => {
  const said = '00B7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record.c:354:';
  expect(failureOf(said, 'EPROTO').reason).toContain('Kibana at https://k: wrong version number. Check');
});

test('where every address of a host refuses, the message is empty and the code says it', () => {
  expect(failureOf('', 'ECONNREFUSED').reason).toContain('https://k: ECONNREFUSED.');
});
