import { randomUUID } from 'node:crypto';

/** A form with one file of one JSON value per line. Kibana goes by the file name's ending. */
export function ndjsonUpload(values: readonly unknown[]): { contentType: string; content: Buffer } {
  const boundary = `runlens-${randomUUID()}`;
  const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const content =
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="runlens.ndjson"\r\n` +
    `content-type: application/ndjson\r\n\r\n${lines}\r\n--${boundary}--\r\n`;
  return { contentType: `multipart/form-data; boundary=${boundary}`, content: Buffer.from(content) };
}
