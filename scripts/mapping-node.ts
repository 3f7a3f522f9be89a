/** A field, or an object of fields, in the member `mappings` of a mapping file. */
export type MappingNode = {
  type?: string;
  index?: boolean;
  doc_values?: boolean;
  enabled?: boolean;
  dynamic?: unknown;
  properties?: Record<string, MappingNode>;
};

/** What a field gets that comes into being with a document. */
export type DynamicTemplate = { path_match?: string; mapping?: MappingNode };
