/** Credentials in a URL as the HTTP client will see them. Never print them. */
const credentials = (url: URL): { username: string; password: string } => ({
  username: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
});

/**
 * What is wrong with the URL of a node, or `undefined`. The message never repeats the URL: one that
 * cannot be parsed cannot be masked either, and may hold a password.
 */
export const nodeUrlProblem = (text: string): string | undefined => {
  // The URL parser takes `http:host` and `http:///host` for `http://host`; people who write them meant something else.
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    return 'must be a URL such as http://localhost:9200 or https://search.example.org:9200';
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
};

/** Whether a valid node URL carries a user name and a password. */
export const hasCredentials = (text: string): boolean => new URL(text).password !== '';

/** Whether a valid node URL is encrypted. */
export const isHttps = (text: string): boolean => new URL(text).protocol === 'https:';

/** A valid node URL without user name and password. */
export const withoutCredentials = (text: string): string => {
  if (!hasCredentials(text)) return text;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
};

/** A valid node URL as it may be shown: the password, if any, replaced by `<hidden>`. */
export const maskPassword = (text: string): string => {
  const url = new URL(text);
  if (url.password === '') return text;
  const path = url.pathname === '/' ? '' : url.pathname;
  return `${url.protocol}//${url.username}:<hidden>@${url.host}${path}`;
};
