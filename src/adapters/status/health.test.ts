import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

const INTERVAL = 60;
const READY = { ready: true, reasons: [] };

function aHealth() {
  const now = { seconds: 1000 };
  const health = createHealth({
    clock: { elapsed: () => now.seconds * 1000 },
    scanIntervalSeconds: INTERVAL,
  });
  const scanned = (seconds = 1) => health.observer.scanned({ seconds, at: 1_800_000_000 });
  return { ...health, now, scanned };
}

function aReadyHealth() {
  const health = aHealth();
  health.scanned();
  health.observer.started();
  return health;
}

function notReady(...reasons: unknown[]) {
  return { ready: false, reasons };
}

test('not started -> ready once the first backlog is through', () => {
  const { observer, readiness, scanned } = aHealth();
  expect(readiness()).toEqual(notReady('Not started: the first backlog is not through yet.'));
  scanned();
  expect(readiness().ready).toBe(false);
  observer.started();
  expect(readiness()).toEqual(READY);
});

test('ready -> paused with the latest reason -> ready when resumed', () => {
  const { observer, readiness } = aReadyHealth();
  observer.paused('Connection refused.', 1);
  observer.paused('No answer in 60 s.', 2);
  expect(readiness()).toEqual(notReady('Elasticsearch is not accepting writes: No answer in 60 s.'));
  observer.resumed();
  expect(readiness()).toEqual(READY);
});

test('ready -> folder unreadable -> ready at the next scan', () => {
  const { observer, readiness, now, scanned } = aReadyHealth();
  observer.folderUnreadable('Permission denied.');
  expect(readiness()).toEqual(notReady('The folder cannot be read: Permission denied.'));
  now.seconds += 10 * INTERVAL;
  expect(readiness()).toEqual(notReady('The folder cannot be read: Permission denied.'));
  scanned();
  expect(readiness()).toEqual(READY);
});

test('ready -> too long without a scan -> ready at the next one', () => {
  const { readiness, now, scanned } = aReadyHealth();
  now.seconds += 3 * INTERVAL;
  expect(readiness()).toEqual(READY);
  now.seconds += 1;
  expect(readiness()).toEqual(
    notReady('The last scan of the folder ended 181 s ago; there should be one every 60 s.'),
  );
  scanned();
  expect(readiness()).toEqual(READY);
});

test('a scan that takes longer than the interval gives the next one as much time', () => {
  const { observer, readiness, now, scanned } = aHealth();
  observer.started();
  scanned(200);
  now.seconds += 600;
  expect(readiness()).toEqual(READY);
  now.seconds += 1;
  expect(readiness().ready).toBe(false);
});

test('all reasons at once', () => {
  const { observer, readiness } = aHealth();
  observer.folderUnreadable('Not there.');
  observer.paused('Connection refused.', 1);
  expect(readiness()).toEqual(
    notReady(
      expect.stringMatching(/^Not started/),
      'The folder cannot be read: Not there.',
      'Elasticsearch is not accepting writes: Connection refused.',
    ),
  );
});
