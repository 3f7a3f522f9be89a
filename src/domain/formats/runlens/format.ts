import type { Format } from '../format.ts';
import { member } from './member.ts';
import { interpretOriginal } from './original.ts';
import { readFile } from './reader.ts';

/** runlens' own result format: a run file with its side files, or a project file. */
export const runlensFormat: Format = { name: 'runlens', member, open: readFile, interpretOriginal };
