import { describe, expect, it } from 'vitest';
import { maskPassword, nodeUrlProblem, withoutCredentials } from './node-url.ts';

describe('nodeUrlProblem', () => {
  it.each([
    'http://localhost:9200',
    'https://search.example.org/es/',
    'HTTPS://a',
    'https://user:p%40ss@host:9200',
    'http://[::1]:9200',
  ])('accepts %s', (url) => {
    expect(nodeUrlProblem(url)).toBeUndefined();
  });

  it.each([
    '',
    'localhost:9200',
    'ftp://host',
    'http:host',
    'http://',
    'http:///es',
    'https://user:pa,ss',
    'http://host:99999',
    ' http://host',
    'http://host?pretty',
    'http://host/#top',
    'https://user@host',
    'https://:secret@host',
    'https://user:50%off@host',
  ])('rejects %s', (url) => {
    expect(nodeUrlProblem(url)).toMatch(/^(must|has)/);
  });

  it('never repeats a password', () => {
    for (const url of [
      'user:hunter2@host',
      'https://user:hunter2',
      'https://u:hunter2%@h',
      'http://u:hunter2@h?q',
    ]) {
      expect(nodeUrlProblem(url)).not.toContain('hunter2');
    }
  });
});

describe('withoutCredentials', () => {
  it.each([
    ['http://localhost:9200', 'http://localhost:9200'],
    ['https://ann:hunter2@host:9200', 'https://host:9200'],
    ['https://ann:a@b:c@host/es', 'https://host/es'],
  ])('makes %s %s', (url, bare) => {
    expect(withoutCredentials(url)).toBe(bare);
  });
});

describe('maskPassword', () => {
  it.each([
    ['http://localhost:9200', 'http://localhost:9200'],
    ['https://host/es/', 'https://host/es/'],
    ['https://ann:hunter2@host:9200', 'https://ann:<hidden>@host:9200'],
    ['https://ann:a@b:c@host/es', 'https://ann:<hidden>@host/es'],
  ])('shows %s as %s', (url, shown) => {
    expect(maskPassword(url)).toBe(shown);
  });
});
