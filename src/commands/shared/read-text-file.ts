import { readFile } from 'node:fs/promises';
import type { ReadFile } from '../../config/file.ts';

export const readTextFile: ReadFile = async (path) => {
  try {
    return { type: 'read', text: await readFile(path, 'utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { type: 'missing' } : { type: 'unreadable', reason: message };
  }
};
