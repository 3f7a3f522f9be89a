import type { Digest } from '../model/digest.ts';
import type { KibanaAttempt } from './failure.ts';
import type { ImportAnswer } from './import-answer.ts';
import type { ObjectKey, SavedObjectFile, SentObject, StoredObject } from './saved-object.ts';

/** The setup's access to one space of Kibana. */
export type DashboardPorts = {
  /** The objects that come with the package. */
  readFiles: () => Promise<readonly SavedObjectFile[]>;
  /** Kibana's version, if it is ready. An answer that takes longer than `milliseconds` is a `timeout`. */
  readVersion: (milliseconds: number) => Promise<KibanaAttempt<string>>;
  /** `missing-space` if the space does not exist. */
  readSpace: () => Promise<KibanaAttempt<unknown>>;
  /** The objects that exist. */
  readObjects: (keys: readonly ObjectKey[]) => Promise<KibanaAttempt<StoredObject[]>>;
  /** The objects of these types that refer to the tag. */
  readTagged: (types: readonly string[], tagId: string) => Promise<KibanaAttempt<StoredObject[]>>;
  /** Writes objects, over those that exist. `ok` is an answer, which may say that nothing was written. */
  importObjects: (objects: readonly SentObject[]) => Promise<KibanaAttempt<ImportAnswer>>;
  /** Deletes an object, if it exists. */
  deleteObject: (key: ObjectKey) => Promise<KibanaAttempt<unknown>>;
  digest: Digest;
};
