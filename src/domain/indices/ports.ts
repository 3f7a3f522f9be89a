import type { Attempt } from '../model/outcome.ts';
import type { ActualState } from './actual.ts';
import type { IndexMapping, JsonObject } from './mapping-file.ts';
import type { Operation } from './step.ts';

type OperationOf<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

/** What the setup of indices needs from the world. */
export type ProvisionPorts = {
  /** Every version of every mapping that comes with the package. */
  readMappings: () => Promise<readonly IndexMapping[]>;
  /** The index templates whose names match, by name; none is an empty record. */
  readTemplates: (pattern: string) => Promise<Attempt<ActualState['templates']>>;
  /** The indices that match any of the names (`*` allowed, aliases resolved), by name. */
  readIndices: (names: readonly string[]) => Promise<Attempt<ActualState['indices']>>;
  putTemplate: (name: string, body: JsonObject) => Promise<Attempt<unknown>>;
  /** `already-exists` when somebody else was faster. */
  createIndex: (request: OperationOf<'create-index'>) => Promise<Attempt<'created' | 'already-exists'>>;
  putAlias: (request: OperationOf<'put-alias'>) => Promise<Attempt<unknown>>;
};
