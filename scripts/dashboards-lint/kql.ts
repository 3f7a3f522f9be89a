/** The part of Kibana's query language that objects may use: no nested fields, no wildcards in field names. */

export type KqlValue = { text: string; quoted: boolean };
export type KqlNode =
  | { type: 'and' | 'or'; parts: KqlNode[] }
  | { type: 'not'; part: KqlNode }
  | { type: 'is'; field: string; value: KqlValue }
  | { type: 'range'; field: string; operator: 'gt' | 'gte' | 'lt' | 'lte'; value: KqlValue }
  | { type: 'anywhere'; value: KqlValue };

export class KqlError extends Error {}

type Token = { type: 'word' | 'quoted' | 'symbol'; text: string; at: number };

const TOKENS = /\s+|"((?:[^"\\]|\\.)*)"|(<=|>=|[():<>{}])|((?:\\.|[^\s"():<>{}\\])+)/gy;
const OPERATORS = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

/** Parses a query; undefined for an empty one, which matches everything. Throws a KqlError that says what is wrong and where. */
export function parseKql(text: string): KqlNode | undefined {
  const tokens = tokenize(text);
  if (tokens.length === 0) return undefined;
  const cursor = { tokens, next: 0, text };
  const node = parseOr(cursor);
  const rest = cursor.tokens[cursor.next];
  if (rest !== undefined) throw unexpected(cursor);
  return node;
}

type Cursor = { tokens: Token[]; next: number; text: string };

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    TOKENS.lastIndex = at;
    const match = TOKENS.exec(text);
    if (match === null) throw new KqlError(`"${text}" ends or breaks off at character ${at + 1}`);
    const [whole, quoted, symbol, word] = match;
    if (quoted !== undefined) tokens.push({ type: 'quoted', text: unescape(quoted), at });
    if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol, at });
    if (word !== undefined) tokens.push({ type: 'word', text: unescape(word), at });
    at += whole.length;
  }
  return tokens;
}

function unescape(text: string) {
  return text.replaceAll(/\\(.)/g, '$1');
}

function parseOr(cursor: Cursor): KqlNode {
  return parseList(cursor, 'or', () => parseList(cursor, 'and', () => parseNot(cursor)));
}

function parseList(cursor: Cursor, type: 'and' | 'or', parsePart: () => KqlNode): KqlNode {
  const first = parsePart();
  const parts = [first];
  while (takeWord(cursor, type)) parts.push(parsePart());
  return parts.length === 1 ? first : { type, parts };
}

function parseNot(cursor: Cursor): KqlNode {
  if (takeWord(cursor, 'not')) return { type: 'not', part: parseNot(cursor) };
  if (!takeSymbol(cursor, '(')) return parseExpression(cursor);
  const inner = parseOr(cursor);
  expectSymbol(cursor, ')');
  return inner;
}

function parseExpression(cursor: Cursor): KqlNode {
  const subject = takeValue(cursor);
  if (takeSymbol(cursor, ':')) return parseValues(cursor, subject.text);
  for (const [symbol, operator] of Object.entries(OPERATORS)) {
    if (takeSymbol(cursor, symbol)) {
      return { type: 'range', field: subject.text, operator, value: takeValue(cursor) };
    }
  }
  return { type: 'anywhere', value: subject };
}

/** The part after `field :`: one value, or several in parentheses with `and`, `or` and `not` between them. */
function parseValues(cursor: Cursor, field: string): KqlNode {
  if (!takeSymbol(cursor, '(')) return { type: 'is', field, value: takeValue(cursor) };
  const parsePart = (): KqlNode =>
    takeWord(cursor, 'not') ? { type: 'not', part: parsePart() } : parseValues(cursor, field);
  const inner = parseList(cursor, 'or', () => parseList(cursor, 'and', parsePart));
  expectSymbol(cursor, ')');
  return inner;
}

function takeValue(cursor: Cursor): KqlValue {
  const token = cursor.tokens[cursor.next];
  if (token === undefined || token.type === 'symbol') throw unexpected(cursor);
  if (token.type === 'word' && /^(and|or|not)$/i.test(token.text)) throw unexpected(cursor);
  cursor.next += 1;
  return { text: token.text, quoted: token.type === 'quoted' };
}

function takeWord(cursor: Cursor, word: string): boolean {
  const token = cursor.tokens[cursor.next];
  const isIt = token?.type === 'word' && token.text.toLowerCase() === word;
  if (isIt) cursor.next += 1;
  return isIt;
}

function takeSymbol(cursor: Cursor, symbol: string): boolean {
  const token = cursor.tokens[cursor.next];
  const isIt = token?.type === 'symbol' && token.text === symbol;
  if (isIt) cursor.next += 1;
  return isIt;
}

function expectSymbol(cursor: Cursor, symbol: string): void {
  if (!takeSymbol(cursor, symbol)) throw unexpected(cursor);
}

function unexpected({ tokens, next, text }: Cursor): KqlError {
  const token = tokens[next];
  const what = token === undefined ? 'its end' : `"${token.text}" at character ${token.at + 1}`;
  return new KqlError(`"${text}" cannot be read from ${what} on`);
}
