import type { Digest } from '../documents/ids.ts';
import type { KibanaAttempt } from './failure.ts';
import type { ImportAnswer } from './import-answer.ts';
import type { ObjectKey, SavedObjectFile, SentObject, StoredObject } from './saved-object.ts';

/** What the setup of dashboards needs from the world: one space of one Kibana. */
export type DashboardPorts = {
  /** The objects that come with the package. */
  readFiles: () => Promise<readonly SavedObjectFile[]>;
  /** Kibana's version, once it is ready; an answer that takes longer than this is a `timeout`. */
  readVersion: (milliseconds: number) => Promise<KibanaAttempt<string>>;
  /** Whether the space is there: `missing-space` when not. */
  readSpace: () => Promise<KibanaAttempt<unknown>>;
  /** Those of the objects that are there. */
  readObjects: (keys: readonly ObjectKey[]) => Promise<KibanaAttempt<StoredObject[]>>;
  /** The objects of these types that refer to the tag. */
  readTagged: (types: readonly string[], tagId: string) => Promise<KibanaAttempt<StoredObject[]>>;
  /** Writes objects over those that are there. An `ok` is an answer, which may say that nothing was written. */
  importObjects: (objects: readonly SentObject[]) => Promise<KibanaAttempt<ImportAnswer>>;
  /** Deletes an object; one that is not there is fine. */
  deleteObject: (key: ObjectKey) => Promise<KibanaAttempt<unknown>>;
  digest: Digest;
};
