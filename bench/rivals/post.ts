import { request, type Agent } from 'node:http';

/** Posts a ready-made bulk body with nothing in between. Throws unless the server took all of it. */
export function postBulk(url: string, body: Buffer, agent: Agent): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      let start = '';
      answer.on('data', (chunk: Buffer) => {
        if (start.length < 200) start += chunk.toString('latin1', 0, 200);
      });
      answer.on('error', reject);
      answer.on('end', () => {
        if (start.includes('"errors":false')) resolve();
        else reject(new Error(`The server did not take all of it: ${start}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
