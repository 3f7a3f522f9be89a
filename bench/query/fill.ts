/** Posts operations in bulk, a few requests at a time. */

import { Agent } from 'node:http';
import { postBulk } from '../rivals/post.ts';
import type { Lines } from './documents.ts';

const BODY_CHARACTERS = 5_000_000;
const IN_FLIGHT = 2;

/** @returns the seconds that it took */
export async function fill(url: string, alias: string, operations: Iterable<Lines>): Promise<number> {
  const begun = performance.now();
  const agent = new Agent({ keepAlive: true });
  const rest = bodies(operations);
  async function loop() {
    for (const body of rest) await postBulk(`${url}/${alias}/_bulk?require_alias=true`, body, agent);
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, loop));
  agent.destroy();
  return (performance.now() - begun) / 1000;
}

function* bodies(operations: Iterable<Lines>): Generator<Buffer> {
  let lines: string[] = [];
  let characters = 0;
  for (const { action, document } of operations) {
    lines.push(action, document);
    characters += action.length + document.length;
    if (characters < BODY_CHARACTERS) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
    characters = 0;
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}
