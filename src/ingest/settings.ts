/** The rules that projects are judged by, from the stored originals of their project files. */

import { interpretOriginal } from '../domain/formats/index.ts';
import { parseJson } from '../domain/json/parse.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Attempt } from '../domain/outcome.ts';
import { projectWithoutFile, type Project } from '../domain/run.ts';
import type { Store } from './ports.ts';

/** The rules in an entry of the ledger, if it is a project file's. */
export function projectOf(entry: LedgerEntry): Project | undefined {
  if (entry.content?.kind !== 'project') return undefined;
  const meaning = interpretOriginal(parseOriginal(entry.content.original, entry.path), entry);
  return meaning.type === 'project' ? { ...meaning.project, project: entry.content.project } : undefined;
}

/** A project's rules as they are stored now; the defaults where it has no project file. */
export async function readProject(store: Store, name: string): Promise<Attempt<Project>> {
  // A project file may have been written a moment ago, by this process or another.
  const refreshed = await store.refresh(['files']);
  if (refreshed.type !== 'ok') return refreshed;
  for await (const page of store.readProjects(name)) {
    if (page.type !== 'ok') return page;
    for (const entry of page.value) {
      const project = projectOf(entry);
      if (project !== undefined) return { type: 'ok', value: project };
    }
  }
  return { type: 'ok', value: projectWithoutFile(name) };
}

/** The rules of all projects that have a project file. */
export async function readAllProjects(store: Store): Promise<Attempt<Map<string, Project>>> {
  const projects = new Map<string, Project>();
  for await (const page of store.readProjects()) {
    if (page.type !== 'ok') return page;
    for (const entry of page.value) {
      const project = projectOf(entry);
      if (project !== undefined && !projects.has(project.project)) projects.set(project.project, project);
    }
  }
  return { type: 'ok', value: projects };
}

/** Reads a stored original's text, which `stringifyExact` wrote. */
export function parseOriginal(text: string, path: string): unknown {
  const parsed = parseJson(text);
  if (parsed.type === 'malformed')
    throw new Error(`The stored original of ${path} is damaged`, { cause: parsed.problems });
  return parsed.value;
}
