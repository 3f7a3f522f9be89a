/** The daemon's metrics, as a monitoring system reads them. */

export type Metrics = { get: (name: string, labels?: string) => number | undefined };

/** The metrics at this moment; undefined where nobody answers. */
export async function readMetrics(port: number): Promise<Metrics | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) return undefined;
    return parseMetrics(await response.text());
  } catch {
    return undefined;
  }
}

/** `ready` if the daemon says that it is; what it says instead if not. */
export async function readiness(port: number): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(5000) });
    const said = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${said}`;
  } catch (error) {
    return `nobody answers on port ${port}: ${String(error)}`;
  }
}

function parseMetrics(text: string): Metrics {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const space = line.lastIndexOf(' ');
    if (!line.startsWith('#') && space > 0) values.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return {
    get: (name, labels) => values.get(labels === undefined ? name : `${name}{${labels}}`),
  };
}
