import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { fileOf } from '../../../test/support/dashboard-files.ts';
import { fingerprintOf, fingerprintReference, installedFingerprint } from './fingerprint.ts';
import { encodeAttributes } from './json-strings.ts';

const view = fileOf('index-pattern');

function of(change: object) {
  return fingerprintOf({ ...view, ...change }, digest);
}

describe('the fingerprint', () => {
  const same: [string, object][] = [
    ['the attributes are encoded', { attributes: encodeAttributes(view.type, view.attributes) }],
    [
      'keys come in another order',
      { attributes: Object.fromEntries(Object.entries(view.attributes).toReversed()) },
    ],
    [
      'nothings are added',
      { attributes: { ...view.attributes, allowHidden: false, sourceFilters: '[]', x: null } },
    ],
    ['nothings are left out', { attributes: { ...view.attributes, fields: undefined, typeMeta: undefined } }],
    ['somebody tags it', { references: [{ type: 'tag', id: 't', name: 'tag-ref-t' }] }],
  ];
  test.each(same)('stays when %s', (_, change) => {
    // Members that are undefined do not survive the way to Kibana and back.
    expect(of(JSON.parse(JSON.stringify(change)) as object)).toBe(of({}));
  });

  test('stays when references come in another order', () => {
    const dashboard = fileOf('dashboard');
    const turned = { ...dashboard, references: dashboard.references.toReversed() };
    expect(fingerprintOf(turned, digest)).toBe(fingerprintOf(dashboard, digest));
  });

  const other: [string, object][] = [
    ['id', { id: 'runlens-other' }],
    ['title', { attributes: { ...view.attributes, title: 'x' } }],
    [
      'label of a field',
      { attributes: { ...view.attributes, fieldAttrs: { 'run.name': { customLabel: 'x' } } } },
    ],
    ['references', { references: [{ type: 'search', id: 's', name: 'n' }] }],
    ['number that becomes a text', { attributes: { ...view.attributes, title: 1 } }],
  ];
  test.each(other)('changes with the %s', (_, change) => {
    expect(of(change)).not.toBe(of({}));
  });

  test('tells 1 from "1"', () => {
    expect(of({ attributes: { title: 1 } })).not.toBe(of({ attributes: { title: '1' } }));
  });
});

describe('the reference that holds it', () => {
  const fingerprint = of({});

  test('gives it back', () => {
    expect(installedFingerprint([fingerprintReference('runlens', fingerprint)], 'runlens')).toBe(fingerprint);
  });

  test.each([
    ['of an editor', { type: 'tag', id: 'runlens', name: 'tag-ref-runlens' }],
    ['of another tag', fingerprintReference('runlens-lab', fingerprint)],
    ['of another type', { ...fingerprintReference('runlens', fingerprint), type: 'search' }],
    ['of an odd form', { type: 'tag', id: 'runlens', name: 'tag-ref-runlens-short' }],
  ])('is not one %s', (_, reference) => {
    expect(installedFingerprint([reference], 'runlens')).toBeUndefined();
  });
});
