/** `setup-dashboards` of a package with small objects, against a scripted Kibana: what the tests of it begin with. */

import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createPackage, DASHBOARD_FILES, type Package } from './dashboard-files.ts';
import type { Saved } from './kibana-imports.ts';
import { startMain } from './run-main.ts';
import type { CliResult, Running } from './running.ts';
import { type Fault, type ScriptedKibana, startScriptedKibana } from './scripted-kibana.ts';

export const OUTPUTS = 'https://files.example.org/outputs';

export type DashboardSetup = {
  /** Anew for every test. */
  kibana: ScriptedKibana;
  shipped: Package;
  start: (args?: readonly string[], environment?: Record<string, string>) => Running<'SIGTERM' | 'SIGINT'>;
  run: (args?: readonly string[], environment?: Record<string, string>) => Promise<CliResult>;
  /** It fails, with exit code 2 and nothing on standard output: what it says. */
  complaint: (args?: readonly string[], environment?: Record<string, string>) => Promise<string>;
  /** Changes an object in Kibana. */
  edit: (key: string, change: (object: Saved) => Saved, space?: string) => void;
  /** Run after the test, last first. */
  cleanUp: (clean: () => Promise<unknown>) => void;
};

/** Registers what goes before and after the tests of a file. Its parts are there once a test runs. */
export function useDashboardSetup(): DashboardSetup {
  const cleaning: (() => Promise<unknown>)[] = [];
  const start: DashboardSetup['start'] = (args = [], environment = {}) =>
    startMain(['setup-dashboards', ...args], {
      packageFolder: setup.shipped.folder,
      environment: { KIBANA_URL: setup.kibana.url, RUNLENS_OUTPUTS_BASE_URL: OUTPUTS, ...environment },
    });
  const parts: Omit<DashboardSetup, 'kibana' | 'shipped'> = {
    start,
    run: (args, environment) => start(args, environment).result,
    complaint: async (args, environment) => {
      const { exitCode, stdout, stderr } = await start(args, environment).result;
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringMatching(/^(.* Waiting up to .*\n)?runlens: could not set up the dashboards:/),
      });
      return stderr;
    },
    edit: (key, change, space = 'default') => {
      setup.kibana.spaces.get(space)?.set(key, change(setup.kibana.object(key, space)));
    },
    cleanUp: (clean) => cleaning.unshift(clean),
  };
  const setup = parts as DashboardSetup;

  beforeAll(async () => {
    setup.shipped = await createPackage();
  });
  afterAll(() => setup.shipped.remove());
  beforeEach(async () => {
    setup.kibana = await startScriptedKibana();
    cleaning.push(setup.kibana.close, () => setup.shipped.ship(DASHBOARD_FILES));
  });
  afterEach(async () => {
    for (const clean of cleaning.splice(0)) await clean();
  });
  return setup;
}

/** `kind id` → action. */
export function actionsOf({ json, stderr }: CliResult): Record<string, string> {
  if (json === undefined) throw new Error(stderr);
  const { changes } = json as { changes: { kind: string; id: string; action: string }[] };
  return Object.fromEntries(changes.map(({ kind, id, action }) => [`${kind} ${id}`, action]));
}

/** Every object, with the same action. */
export function all(action: string, stem = 'runlens'): Record<string, string> {
  return {
    [`tag ${stem}`]: action,
    [`data view ${stem}-experiments`]: action,
    [`visualization ${stem}-progress`]: action,
    [`search ${stem}-runs`]: action,
    [`links ${stem}-navigation`]: action,
    [`dashboard ${stem}-overview`]: action,
  };
}

/** What Kibana's editors make of the references to tags when they save. */
export function asSavedByAnEditor(object: Saved): Saved {
  return {
    ...object,
    references: object.references.map((reference) =>
      reference.type === 'tag' ? { ...reference, name: `tag-ref-${reference.id}` } : reference,
    ),
  };
}

export function retitled(title: string) {
  return (object: Saved): Saved => ({ ...object, attributes: { ...object.attributes, title } });
}

/** The same answer to every request whose path matches. */
export function at(path: RegExp, reply: ReturnType<Fault>): Fault {
  return (request) => (path.test(request.path) ? reply : undefined);
}
