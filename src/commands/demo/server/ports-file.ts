/**
 * The address in the file to which a server writes its addresses: one `host:port` per line, an IPv6 host in brackets.
 * Undefined while there is no complete line.
 */
export function parsePortsFile(content: string): string | undefined {
  return content
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /^(?:[^:[\]]+|\[[0-9a-f:.]+\]):[1-9]\d*$/i.test(line));
}
