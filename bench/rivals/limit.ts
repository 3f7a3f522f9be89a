/** The limit: bulk bodies that lie ready in memory, posted by a bare loop. Arguments: URL, folder of bodies, requests in flight. */

import { Agent } from 'node:http';
import { postBulk } from './post.ts';
import { readBodies, whenLetGo } from './ready.ts';

const [url = '', folder = '', inFlight = ''] = process.argv.slice(2);
const bodies = await readBodies(folder);
const agent = new Agent({ keepAlive: true });

await whenLetGo(async () => {
  const rest = bodies.values();
  async function loop() {
    for (const body of rest) await postBulk(`${url}/_bulk?require_alias=true`, body, agent);
  }
  await Promise.all(Array.from({ length: Number(inFlight) }, loop));
  agent.destroy();
});
