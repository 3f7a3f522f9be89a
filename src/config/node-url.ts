import { WHOLE_URLS } from '../domain/dashboards/personalise.ts';

/** Credentials in a URL as the HTTP client decodes them. Never print them. */
function credentials(url: URL): { username: string; password: string } {
  return {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

const NODE_EXAMPLES = 'http://localhost:9200 or https://search.example.org:9200';

/**
 * The problem of the URL of a node (or of Kibana), or undefined. The message never contains the URL: if it cannot be
 * parsed, a password in it cannot be masked.
 */
export function nodeUrlProblem(text: string, examples = NODE_EXAMPLES): string | undefined {
  // The URL parser reads `http:host` and `http:///host` as `http://host`, but they are probably mistakes.
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    return `must be a URL such as ${examples}`;
  }
  const url = new URL(text);
  if (url.search !== '' || url.hash !== '') {
    return 'must end after the host, port and path: no query ("?…") and no fragment ("#…")';
  }
  try {
    const { username, password } = credentials(url);
    if ((username === '') !== (password === '')) {
      return 'has a user name without a password, or a password without a user name; give both (https://user:password@host) or neither';
    }
  } catch {
    return 'has a user name or password with a stray "%"; write it percent-encoded ("%" is "%25")';
  }
  return undefined;
}

/** Whether a valid node URL carries a user name and a password. */
export function hasCredentials(text: string): boolean {
  return new URL(text).password !== '';
}

/** Whether a valid node URL is encrypted. */
export function isHttps(text: string): boolean {
  return new URL(text).protocol === 'https:';
}

/** A valid node URL without user name and password. */
export function withoutCredentials(text: string): string {
  if (!hasCredentials(text)) return text;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/** A valid node URL as it may be shown: the password, if any, replaced by `<hidden>`. */
export function maskPassword(text: string): string {
  const url = new URL(text);
  if (url.password === '') return text;
  const path = url.pathname === '/' ? '' : url.pathname;
  return `${url.protocol}//${url.username}:<hidden>@${url.host}${path}`;
}

/** The problem of the URL of Kibana, or undefined. With the space in it, as browsers show it, all ids would be wrong. */
export function kibanaUrlProblem(text: string): string | undefined {
  const problem = nodeUrlProblem(text, 'http://localhost:5601 or https://kibana.example.org/base');
  if (problem !== undefined) return problem;
  const { pathname } = new URL(text);
  return /\/s\/[^/]+\/?$/.test(pathname)
    ? 'must end before "/s/…", which names a space: give the space with --space'
    : undefined;
}

/**
 * The problem of the URL that the paths of pictures are appended to, or undefined. It is stored in Kibana, where all users
 * can see it. `absolute` instead of a URL means that results contain whole URLs.
 */
export function outputsUrlProblem(text: string): string | undefined {
  if (text === WHOLE_URLS) return undefined;
  const problem = nodeUrlProblem(text, 'https://files.example.org/outputs');
  if (problem !== undefined) return problem;
  if (hasCredentials(text)) return 'must not hold a password: everybody who opens Kibana can read it';
  return text.includes('{{') ? 'must not hold "{{", which Kibana takes for a placeholder' : undefined;
}
