/** The rules that projects are judged by, from the stored originals of their project files. */

import type { Formats } from '../../domain/formats/index.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import { projectWithoutFile, type Project } from '../../domain/model/run.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';

type ReadingTools = { formats: Pick<Formats, 'interpretOriginal'>; log: Pick<Log, 'warn'> };

type RulesTools = ReadingTools & { store: Pick<Store, 'readProjects'> };

/** The rules in an entry of the ledger; undefined if it is not a project file's, or holds rules that this version cannot read. */
export function rulesOf(entry: LedgerEntry, { formats, log }: ReadingTools): Project | undefined {
  if (entry.content?.kind !== 'project') return undefined;
  const { original, format } = entry.content;
  const meaning = formats.interpretOriginal(original, format, entry);
  if (meaning.type === 'project') return { ...meaning.project, project: entry.content.project };
  const reason = meaning.type === 'unreadable' ? meaning.reason : 'it is a run';
  log.warn(
    { folder: entry.folder, path: entry.path, reason },
    'Skipped the stored rules of a project, which this version cannot read',
  );
  return undefined;
}

/**
 * A project's rules; the defaults where it has no project file. Refresh `files` first to see a project file that has just been
 * written.
 */
export async function readRules(tools: RulesTools, name: string): Promise<Attempt<Project>> {
  const rules = await readRulesByName(tools, name);
  return rules.type === 'ok'
    ? { type: 'ok', value: rules.value.get(name) ?? projectWithoutFile(name) }
    : rules;
}

/** The rules of all projects that have a project file. */
export function readAllRules(tools: RulesTools): Promise<Attempt<Map<string, Project>>> {
  return readRulesByName(tools);
}

/** If several folders have a file for one project, the first by folder and path decides, so that all daemons agree. */
async function readRulesByName(tools: RulesTools, name?: string): Promise<Attempt<Map<string, Project>>> {
  const entries: LedgerEntry[] = [];
  for await (const page of tools.store.readProjects(name)) {
    if (page.type !== 'ok') return page;
    entries.push(...page.value);
  }
  const rules = new Map<string, Project>();
  for (const entry of entries.toSorted(byFolderAndPath)) {
    const project = rules.has(entry.content?.project ?? '') ? undefined : rulesOf(entry, tools);
    if (project !== undefined) rules.set(project.project, project);
  }
  return { type: 'ok', value: rules };
}

function byFolderAndPath(a: LedgerEntry, b: LedgerEntry): number {
  if (a.folder !== b.folder) return a.folder < b.folder ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}
