/** What Kibana does with an import, for the scripted one. */

import { randomUUID } from 'node:crypto';

export type Saved = {
  type: string;
  id: string;
  attributes: Record<string, unknown>;
  references: { type: string; id: string; name: string }[];
  coreMigrationVersion?: string;
  typeMigrationVersion?: string;
  managed?: boolean;
  originId?: string;
};

/** The saved objects of every space, by `type/id`. */
export type Spaces = Map<string, Map<string, Saved>>;

export type Reply = { status: number; body: unknown; headers?: Record<string, string> };

export function keyOf({ type, id }: { type: string; id: string }): string {
  return `${type}/${id}`;
}

/** Kibana's way to say that something is wrong. */
export function kibanaError(status: number, error: string, message: string, rest: object = {}): Reply {
  return {
    status,
    body: { statusCode: status, error, message, ...rest },
  };
}

/** The newest forms that Kibana 8.12 knows. */
const NEWEST: Readonly<Record<string, string>> = {
  tag: '8.0.0',
  'index-pattern': '8.0.0',
  visualization: '8.5.0',
  search: '8.0.0',
  dashboard: '8.9.0',
};

function numbersOf(version: string) {
  return version.split('.').map(Number);
}

function isNewer(version: string, known: string): boolean {
  const [left, right] = [numbersOf(version), numbersOf(known)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}

/** The objects in a multipart form, or what Kibana answers to a form that it does not like. */
export function uploadedObjects(contentType: string, body: string): Saved[] | Reply {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(contentType)?.[1];
  if (boundary === undefined) return kibanaError(415, 'Unsupported Media Type', 'Unsupported Media Type');
  const part = body.split(`--${boundary}`)[1] ?? '';
  const end = part.indexOf('\r\n\r\n');
  const head = part.slice(0, end);
  if (!/name="file"/.test(head)) return kibanaError(400, 'Bad Request', '[request body.file]: expected');
  if (!/filename="[^"]+\.ndjson"/.test(head)) {
    return kibanaError(400, 'Bad Request', 'Invalid file extension .json');
  }
  const lines = part.slice(end).split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Saved);
}

/** @param migrate what this version of Kibana makes of an object of an older form */
export function importInto(
  spaces: Spaces,
  space: string,
  sent: readonly Saved[],
  migrate: (object: Saved) => Saved,
): Reply {
  const objects = spaces.get(space) ?? new Map<string, Saved>();
  const newer = sent.find(({ type, typeMigrationVersion = '0' }) =>
    isNewer(typeMigrationVersion, NEWEST[type] ?? '0'),
  );
  if (newer !== undefined) {
    const said = `Document "${newer.id}" belongs to a more recent version of Kibana [${newer.typeMigrationVersion}] when the last known version is [${NEWEST[newer.type]}].`;
    return kibanaError(422, 'Unprocessable Entity', said);
  }
  const inFile = new Set(sent.map(keyOf));
  const errors = sent.flatMap((object) => {
    // Kibana looks for these two types only.
    const missing = object.references.filter(
      (reference) =>
        (reference.type === 'index-pattern' || reference.type === 'search') &&
        !inFile.has(keyOf(reference)) &&
        !objects.has(keyOf(reference)),
    );
    if (missing.length === 0) return [];
    const references = missing.map(({ type, id }) => ({ type, id }));
    return [{ type: object.type, id: object.id, error: { type: 'missing_references', references } }];
  });
  // As Kibana does: it counts what it never wrote.
  if (errors.length > 0) {
    return { status: 200, body: { success: false, successCount: sent.length - errors.length, errors } };
  }
  const successResults = sent.map((object) => {
    const { type, id } = object;
    const elsewhere = [...spaces].some(([other, there]) => other !== space && there.has(keyOf(object)));
    const destinationId = elsewhere && !objects.has(keyOf(object)) ? randomUUID() : id;
    const overwrite = objects.has(`${type}/${destinationId}`);
    const renamed = destinationId === id ? object : { ...object, id: destinationId, originId: id };
    objects.set(keyOf(renamed), migrate(renamed));
    return {
      type,
      id,
      ...(destinationId === id ? {} : { destinationId }),
      ...(overwrite ? { overwrite } : {}),
      managed: object.managed ?? false,
    };
  });
  spaces.set(space, objects);
  return { status: 200, body: { success: true, successCount: sent.length, successResults } };
}
