import { readFile } from 'node:fs/promises';
import type { FileContent } from '../../config/file.ts';

/** Reads a file of text. A missing or unreadable file is a value. */
export async function readTextFile(path: string): Promise<FileContent> {
  try {
    return { type: 'read', text: await readFile(path, 'utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { type: 'missing' } : { type: 'unreadable', reason: message };
  }
}
