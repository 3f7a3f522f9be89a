import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWithDocker } from './docker.ts';

describe('without testcontainers', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runlens-docker-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const start = () =>
    startWithDocker({ version: '9.2.8', environment: { PATH: folder }, report: () => undefined }, () =>
      Promise.reject(new Error("Cannot find package 'testcontainers'")),
    );

  test('a running Docker is not used, and the package is named', async () => {
    const docker = join(folder, 'docker');
    await writeFile(docker, '#!/bin/sh\nexit 0\n');
    await chmod(docker, 0o755);
    expect(await start()).toEqual({
      type: 'docker-failed',
      reason: 'Docker answers, but the package testcontainers is missing',
      advice: 'Install the package testcontainers beside runlens',
    });
  });

  test('where there is no Docker, both are named', async () => {
    expect(await start()).toEqual({
      type: 'no-docker',
      reason: 'no Docker daemon answers',
      advice: 'Start Docker and install the package testcontainers beside runlens',
    });
  });
});
