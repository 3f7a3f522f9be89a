/** A space of Kibana for one run of the tests: what they install goes with it. */

export type Space = { id: string; url: string; remove: () => Promise<void> };

async function ask(url: string, method: string, body?: unknown): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { 'kbn-xsrf': 'true', 'content-type': 'application/json', ...authorization() },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}

function authorization(): Record<string, string> {
  const { KIBANA_API_KEY: key, KIBANA_USERNAME: user, KIBANA_PASSWORD: password } = process.env;
  if (key !== undefined) return { authorization: `ApiKey ${key}` };
  if (user === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

export async function createSpace(kibana: string, id: string): Promise<Space> {
  const spaces = `${kibana}/api/spaces/space`;
  await ask(spaces, 'POST', { id, name: id, disabledFeatures: [] });
  return { id, url: `${kibana}/s/${id}`, remove: () => ask(`${spaces}/${id}`, 'DELETE') };
}
