/** Tools that a user would pick, with good settings for each. */

import { fileURLToPath } from 'node:url';
import type { Tools } from '../rivals/install.ts';
import type { Captured } from './capture.ts';

export type Tool = {
  name: string;
  /** Two numbers each: documents in a request, and how many requests or threads at once. */
  settings: readonly string[];
  /** It knows no routing: it writes to an index that does not ask for it. */
  isUnrouted: boolean;
  /** It asks the server for its version, which not every server tells. */
  wantsGreeting: boolean;
  command: (numbers: readonly string[], captured: Captured, url: string, index: string) => readonly string[];
};

/** Those that are there. */
export function installedTools({ elasticdump, esbulk, python }: Tools): Tool[] {
  return [
    ...(elasticdump === undefined ? [] : [elasticdumpTool(elasticdump)]),
    ...(esbulk === undefined ? [] : [esbulkTool(esbulk)]),
    ...(python === undefined ? [] : [parallelBulkTool(python)]),
  ];
}

function elasticdumpTool(program: string): Tool {
  return {
    name: 'elasticdump',
    settings: ['2000 documents, 4 in flight', '5000 documents, 2 in flight'],
    isUnrouted: false,
    wantsGreeting: true,
    command: ([limit, concurrency], { hits }, url, index) => [
      program,
      '--quiet',
      '--type=data',
      `--input=${hits}`,
      `--output=${url}/${index}`,
      `--limit=${limit}`,
      `--concurrency=${concurrency}`,
      // It would refresh after every batch.
      '--noRefresh',
    ],
  };
}

function esbulkTool(program: string): Tool {
  return {
    name: 'esbulk',
    settings: ['2000 documents, 2 workers', '2000 documents, 4 workers'],
    isUnrouted: true,
    wantsGreeting: false,
    command: ([size = '', workers = ''], { documents }, url, index) => [
      program,
      '-server',
      url,
      '-index',
      index,
      // Ids from the fields that ours are made from: without, a second pass would double the rows.
      '-id',
      'run.key,split,id',
      '-size',
      size,
      '-w',
      workers,
      documents,
    ],
  };
}

function parallelBulkTool(python: string): Tool {
  return {
    name: 'Python parallel_bulk',
    settings: ['2000 documents, 2 threads', '2000 documents, 4 threads'],
    isUnrouted: false,
    wantsGreeting: false,
    command: ([documents = '', threads = ''], { hits }, url, index) => [
      python,
      rivalScript('parallel_bulk.py'),
      url,
      index,
      hits,
      documents,
      threads,
    ],
  };
}

export function rivalScript(name: string): string {
  return fileURLToPath(new URL(`../rivals/${name}`, import.meta.url));
}
