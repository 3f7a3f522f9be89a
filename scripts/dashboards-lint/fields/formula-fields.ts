/** The operations on a field that a formula may contain, and that a column may be. */
export const FIELD_OPERATIONS = [
  'count',
  'max',
  'min',
  'average',
  'sum',
  'median',
  'percentile',
  'percentile_rank',
  'unique_count',
  'standard_deviation',
  'last_value',
];
const CALL = new RegExp(
  String.raw`\b(${FIELD_OPERATIONS.join('|')})\(\s*(?:'([^']+)'|"([^"]+)"|([\w.@-]+))?\s*([,)=])`,
  'g',
);
const QUERY = /\bkql\s*=\s*'((?:[^'\\]|\\.)*)'/g;

/** The fields and queries in the text of a Lens formula. Kibana itself evaluates the formula's hidden columns. */
export function fieldsOfFormula(formula: string): {
  fields: { field: string; operation: string }[];
  queries: string[];
} {
  const fields = [...formula.matchAll(CALL)].flatMap(([, operation = '', single, double, bare, end]) => {
    const field = single ?? double ?? bare;
    // `count(kql='…')` names a parameter there, not a field.
    return field === undefined || end === '=' ? [] : [{ field, operation }];
  });
  const queries = [...formula.matchAll(QUERY)].map(([, query = '']) => query.replaceAll(/\\(.)/g, '$1'));
  return { fields, queries };
}
