import type { DashboardPorts } from '../../domain/dashboards/ports.ts';
import type { KibanaConnection } from './http.ts';
import { readVersion } from './read-version.ts';
import { deleteObject, importObjects, readObjects, readTagged } from './saved-objects.ts';
import { readSpace, spacePath } from './space.ts';

/** The setup's access to one space of Kibana. */
export function kibanaPorts(
  connection: KibanaConnection,
  space: string,
): Omit<DashboardPorts, 'readFiles' | 'digest'> {
  const path = spacePath(space);
  return {
    readVersion: (milliseconds) => readVersion(connection, milliseconds),
    readSpace: () => readSpace(connection, space),
    readObjects: (keys) => readObjects(connection, path, keys),
    readTagged: (types, tagId) => readTagged(connection, path, types, tagId),
    importObjects: (objects) => importObjects(connection, path, objects),
    deleteObject: (key) => deleteObject(connection, path, key),
  };
}
