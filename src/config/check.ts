import type { z } from 'zod';
import { nearest } from '../domain/model/nearest.ts';
import { Config } from './schema.ts';
import { SETTINGS, type SettingKey } from './settings.ts';
import type { ConfigError, SettingSource } from './setting-source.ts';
import { valueAt } from './tree.ts';

/** The values of one source, nested as in `Config`, not yet checked. */
export type Layer = { tree: unknown; sourceOf: (key: string) => SettingSource };

type Checked = {
  errors: ConfigError[];
  /** The valid values. */
  values: Map<SettingKey, { value: unknown; source: SettingSource }>;
  /** The settings for which this source has an invalid value. */
  broken: Set<SettingKey>;
};

/** Checks one source on its own: a fault in it is reported even if another source overrides it. */
export function checkLayer(layer: Layer): Checked {
  const result = Config.safeParse(layer.tree);
  const faults = (result.error?.issues ?? []).flatMap((issue) => faultsOf(issue));

  const errors = faults.map(({ path, message }): ConfigError => {
    const key = showPath(path);
    const source = layer.sourceOf(path.join('.'));
    return key === '' ? { source, message } : { source, key, message };
  });
  const broken = new Set<SettingKey>();
  const values: Checked['values'] = new Map();
  for (const { key } of SETTINGS) {
    const value = valueAt(layer.tree, key);
    if (faults.some((fault) => touches(fault.meant ?? fault.path.join('.'), key))) broken.add(key);
    else if (value !== undefined) values.set(key, { value, source: layer.sourceOf(key) });
  }
  return { errors, values, broken };
}

type Fault = {
  path: PropertyKey[];
  message: string;
  /** The known key that an unknown key probably stands for. */
  meant?: string;
};

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((name) => {
    const path = [...issue.path, name];
    const meant = nearestKey(issue.path.join('.'), name);
    return meant === undefined
      ? { path, message: 'is not a known key; "runlens config" lists them all' }
      : { path, message: `is not a known key; did you mean ${meant}?`, meant };
  });
}

/** A key of the same section with a similar name, else one of the same name in another section. */
function nearestKey(section: string, name: string): string | undefined {
  const prefix = section === '' ? '' : `${section}.`;
  const keys = SETTINGS.map(({ key }) => key);
  const neighbours = keys.flatMap((key) =>
    key.startsWith(prefix) ? (key.slice(prefix.length).split('.')[0] ?? []) : [],
  );
  const neighbour = nearest(name, neighbours);
  return neighbour === undefined
    ? keys.find((key) => key.split('.').at(-1) === name.toLowerCase())
    : prefix + neighbour;
}

/** Whether a fault at `path` (a section, a setting or a part of one) makes the value of `key` unusable. */
function touches(path: string, key: string): boolean {
  return path === '' || path === key || key.startsWith(`${path}.`) || path.startsWith(`${key}.`);
}

function showPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join('');
}
