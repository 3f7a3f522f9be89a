import { expect, test } from 'vitest';
import { outputTail, tellingLine } from './output-tail.ts';

test('the first error says more than the lines after it', () => {
  expect(
    tellingLine(`[INFO] Scanning
\u001B[0m[ERROR] Could not find artifact elasticsearch:zip:9.9.9 in central
[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
`),
  ).toBe('Could not find artifact elasticsearch:zip:9.9.9 in central');
});

test('the exception counts, not its stack', () => {
  expect(
    tellingLine(`fatal exception while booting Elasticsearch
java.lang.IllegalArgumentException: unknown setting [nonsense]
\tat org.elasticsearch.server/Elasticsearch.main(Elasticsearch.java:51)
ERROR: Elasticsearch died while starting up, with exit code 1
`),
  ).toBe('java.lang.IllegalArgumentException: unknown setting [nonsense]');
});

test('without an error the last line is taken', () => {
  expect(tellingLine('one\ntwo\n\n')).toBe('two');
  expect(tellingLine('')).toBe('it printed nothing');
});

test('only the end of a long output is kept', () => {
  const tail = outputTail(4);
  tail.add('abc');
  tail.add('def');
  expect(tail.text()).toBe('cdef');
});
