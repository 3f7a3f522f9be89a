import { describe, expect, it } from 'vitest';
import { digest } from '../../../src/adapters/digest.ts';
import { fileDocument } from '../../../src/domain/documents/file.ts';
import { fileId } from '../../../src/domain/documents/ids.ts';
import type { LedgerEntry } from '../../../src/domain/ledger/entry.ts';
import type { Operation } from '../../../src/ingest/ports/store.ts';
import { ledgerEntry } from '../ledger-entry.ts';
import { refresh, send, type Subject, valueOf } from './contract-subject.ts';

function written(entry: LedgerEntry): Operation {
  const { index, id, body } = fileDocument(entry, digest);
  return { type: 'index', index, id, body: JSON.stringify(body) };
}

export function describeLedger({ here, name }: Subject): void {
  async function paths(folder: string): Promise<string[]> {
    const read: string[] = [];
    for await (const page of here().store.readLedger(folder))
      read.push(...valueOf(page).map(({ entry }) => entry?.path ?? 'damaged'));
    return read.toSorted();
  }

  async function rules(project?: string): Promise<string[]> {
    const read: string[] = [];
    for await (const page of here().store.readProjects(project))
      read.push(...valueOf(page).map(({ path }) => path));
    return read.toSorted();
  }

  describe('the ledger', () => {
    it('gives back each entry as it was written, and the token of its last write', async () => {
      const folder = name();
      const entry = ledgerEntry({ folder, status: 'rejected', problem: 'malformed', errorCount: 3 });
      const id = fileId(digest, folder, entry.path);
      const [outcome] = await send(here(), { ...written(entry), condition: 'absent' });
      expect(await here().store.readEntries([id])).toEqual({
        type: 'ok',
        value: [{ id, entry, token: outcome?.token }],
      });
    });

    it('is read folder by folder, as far as it can be found', async () => {
      const [folder, other] = [name(), name()];
      await send(
        here(),
        written(ledgerEntry({ folder, path: 'a' })),
        written(ledgerEntry({ folder: other })),
      );
      expect(await paths(folder)).toEqual([]);
      await refresh(here(), 'files');
      expect(await paths(folder)).toEqual(['a']);
    });

    it('is read whole, however many entries there are', async () => {
      const folder = name();
      const all = Array.from({ length: 1001 }, (_, n) => `${n}.json`).toSorted();
      await send(here(), ...all.map((path) => written(ledgerEntry({ folder, path }))));
      await refresh(here(), 'files');
      expect(await paths(folder)).toEqual(all);
    });

    it('has documents without an entry where they are damaged', async () => {
      const [folder, id] = [name(), name()];
      const damaged: Operation = { type: 'index', index: 'files', id, body: JSON.stringify({ folder }) };
      await send(here(), damaged);
      await refresh(here(), 'files');
      expect(await paths(folder)).toEqual(['damaged']);
      expect(valueOf(await here().store.readEntries([id, name()]))).toMatchObject([{ id, entry: undefined }]);
    });
  });

  describe('the files of projects', () => {
    it('are read for one project or for all, with any status, but not where they hold nothing', async () => {
      const [project, other] = [name(), name()];
      const original = '{"schema":"runlens.project/1"}';
      const content = { kind: 'project', project, format: 'runlens', original } as const;
      await send(
        here(),
        written(ledgerEntry({ folder: project, path: 'in', content })),
        written(ledgerEntry({ folder: project, path: 'gone', status: 'gone', content })),
        written(ledgerEntry({ folder: project, path: 'bad', status: 'rejected', content })),
        written(ledgerEntry({ folder: project, path: 'displaced', status: 'gone' })),
        written(ledgerEntry({ folder: other, path: other, content: { ...content, project: other } })),
      );
      await refresh(here(), 'files');
      expect(await rules(project)).toEqual(['bad', 'gone', 'in']);
      expect(await rules()).toEqual(expect.arrayContaining(['bad', 'gone', 'in', other]));
    });
  });
}
