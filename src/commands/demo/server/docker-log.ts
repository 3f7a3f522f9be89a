const headerBytes = 8;

/**
 * The text of a container's log. Docker sends frames: a header of eight bytes (the stream, three zeros,
 * the length in big-endian order) and then the bytes themselves.
 */
export function demultiplex(log: Buffer): string {
  const parts: Buffer[] = [];
  let start = 0;
  while (start + headerBytes <= log.length) {
    const end = start + headerBytes + log.readUInt32BE(start + 4);
    parts.push(log.subarray(start + headerBytes, end));
    start = end;
  }
  return Buffer.concat(parts).toString('utf8');
}
