import { randomUUID } from 'node:crypto';

/** The body of a form with one file, which has one JSON value per line. Kibana checks the ending of its name. */
export function ndjsonUpload(values: readonly unknown[]): { contentType: string; content: Buffer } {
  const boundary = `runlens-${randomUUID()}`;
  const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const content =
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="runlens.ndjson"\r\n` +
    `content-type: application/ndjson\r\n\r\n${lines}\r\n--${boundary}--\r\n`;
  return { contentType: `multipart/form-data; boundary=${boundary}`, content: Buffer.from(content) };
}
