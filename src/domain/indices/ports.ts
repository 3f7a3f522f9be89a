import type { Attempt } from '../model/outcome.ts';
import type { ActualState } from './actual.ts';
import type { IndexMapping, JsonObject } from './mapping-file.ts';
import type { Operation } from './step.ts';

type OperationOf<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

/** The setup's access to the cluster and to the mapping files. */
export type ProvisionPorts = {
  /** Every version of every mapping that comes with the package. */
  readMappings: () => Promise<readonly IndexMapping[]>;
  /** The index templates whose names match, by name. */
  readTemplates: (pattern: string) => Promise<Attempt<ActualState['templates']>>;
  /** The indices that match any of the names of indices or aliases, with `*` as a wildcard, by name. */
  readIndices: (names: readonly string[]) => Promise<Attempt<ActualState['indices']>>;
  putTemplate: (name: string, body: JsonObject) => Promise<Attempt<unknown>>;
  /** `already-exists` if another process has created it first. */
  createIndex: (request: OperationOf<'create-index'>) => Promise<Attempt<'created' | 'already-exists'>>;
  putAlias: (request: OperationOf<'put-alias'>) => Promise<Attempt<unknown>>;
};
