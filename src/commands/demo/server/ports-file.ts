/**
 * The address in the file in which a server notes where it listens: one `host:port` per line, an IPv6
 * host in brackets. `undefined` while nothing usable stands there.
 */
export function parsePortsFile(content: string): string | undefined {
  return content
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /^(?:[^:[\]]+|\[[0-9a-f:.]+\]):[1-9]\d*$/i.test(line));
}
