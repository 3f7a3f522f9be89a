/** Elasticsearch over bare HTTP: nothing between the benchmark and the server that could be slow itself. */

import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

export type Server = { url: string; agent: Agent };

export function openServer(url: string): Server {
  return { url, agent: new Agent({ keepAlive: true }) };
}

/** Throws with the server's words for any status from 300 on. */
export async function ask(
  { url, agent }: Server,
  method: string,
  path: string,
  body?: Buffer | object,
): Promise<string> {
  const type = Buffer.isBuffer(body) ? 'application/x-ndjson' : 'application/json';
  const sent = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = sent === undefined ? {} : { 'content-type': type, 'content-length': sent.length };
  const asked = request(new URL(path, url), { method, agent, headers }, (answer) => {
    const pieces: Buffer[] = [];
    answer.on('data', (piece: Buffer) => pieces.push(piece));
    answer.on('error', reject);
    answer.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      if ((answer.statusCode ?? 500) < 300) resolve(text);
      else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 500)}`));
    });
  });
  asked.on('error', reject);
  asked.end(sent);
  return promise;
}

export async function askJson<T>(...question: Parameters<typeof ask>): Promise<T> {
  return JSON.parse(await ask(...question)) as T;
}

/** Posts them with two requests in flight. Throws when a document is refused. */
export async function postAll(server: Server, requests: readonly Buffer[]): Promise<void> {
  let next = 0;
  async function post() {
    for (let body = requests[next++]; body !== undefined; body = requests[next++]) {
      const answer = await ask(server, 'POST', '/_bulk?require_alias=true', body);
      if (!answer.startsWith('{"errors":false'))
        throw new Error(`Refused: ${/"error":\{.{0,400}/.exec(answer)?.[0] ?? answer.slice(0, 400)}`);
    }
  }
  await Promise.all([post(), post()]);
}

/**
 * Processor time of the server so far, in milliseconds: it tells the work apart from a busy machine. Where its threads
 * can be seen, those of Elasticsearch alone, without the compiler's.
 */
export async function processorMilliseconds(server: Server): Promise<number> {
  type Answer = { nodes: Record<string, { process: { id: number; cpu: { total_in_millis: number } } }> };
  const { nodes } = await askJson<Answer>(server, 'GET', '/_nodes/stats/process');
  const { nodes: described } = await askJson<Answer>(server, 'GET', '/_nodes/process');
  return Object.entries(nodes).reduce(
    (sum, [name, { process }]) =>
      sum + (threadMilliseconds(described[name]?.process.id) ?? process.cpu.total_in_millis),
    0,
  );
}

/** `USER_HZ` is 100 on every Linux that Node.js runs on. */
const MILLISECONDS_PER_TICK = 10;

/** Of the threads that are named after Elasticsearch; undefined for a process that is not here, or not Elasticsearch. */
function threadMilliseconds(pid: number | undefined): number | undefined {
  try {
    const folder = `/proc/${pid}/task`;
    const ticks = readdirSync(folder).flatMap((thread) => {
      const [name = '', counts = ''] = readFileSync(`${folder}/${thread}/stat`, 'utf8').split(') ');
      const [user, system] = counts.split(' ').slice(11, 13).map(Number);
      return name.includes('(elasticsearch[') ? [(user ?? 0) + (system ?? 0)] : [];
    });
    if (ticks.length === 0) return undefined;
    return ticks.reduce((sum, each) => sum + each, 0) * MILLISECONDS_PER_TICK;
  } catch {
    return undefined;
  }
}
