import {
  Client,
  type ClientOptions,
  Transport,
  type TransportRequestOptions,
  type TransportRequestParams,
} from '@elastic/elasticsearch';
import { bareUrl } from '../http.ts';
import { AnswerSerializer } from './bulk-answer.ts';

/** How to reach a cluster. */
export type ElasticsearchConnection = {
  /** URLs of the nodes of one cluster. User name and password in one of them count where `auth` is absent. */
  nodes: readonly string[];
  auth?: { apiKey: string } | { username: string; password: string } | undefined;
  /** Certificates to trust instead of the system's, as PEM text. */
  certificateAuthority?: string | undefined;
  requestTimeoutMilliseconds: number;
  /** Compress what is sent. */
  compression: boolean;
  /** Aborts requests that are under way and later ones. */
  signal?: AbortSignal | undefined;
};

/** The major version whose request format a client uses. A server understands its own and the previous one. */
export type Compatibility = 8 | 9;

/** Less than `connect` waits in all, so that an address that does not respond differs from a server that does not. */
const CONNECT_TIMEOUT_MILLISECONDS = 5_000;

/** The media type of requests and answers in the format of a major version. */
export function mediaType(format: string, compatibility: Compatibility): string {
  return `application/vnd.elasticsearch+${format}; compatible-with=${compatibility}`;
}

/**
 * The client writes its own major version into the media types of every request and has no option to change it, and an
 * 8.x server rejects `compatible-with=9`. Its transport, however, takes the media types from its options.
 */
function transportFor(compatibility: Compatibility, signal: AbortSignal | undefined): typeof Transport {
  return class extends Transport {
    constructor(options: ConstructorParameters<typeof Transport>[0]) {
      super({
        ...options,
        openTelemetry: { enabled: false },
        vendoredHeaders: {
          jsonContentType: mediaType('json', compatibility),
          ndjsonContentType: mediaType('x-ndjson', compatibility),
          accept: `${mediaType('json', compatibility)},text/plain`,
        },
      });
      if (signal === undefined) return;
      const request = this.request.bind(this) as Request;
      this.request = ((params: TransportRequestParams, options: TransportRequestOptions = {}) => {
        // Combined signals accumulate on the long-lived one: only requests with a signal of their own get one.
        const either = options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]);
        return request(params, { ...options, signal: either });
      }) as Transport['request'];
    }
  };
}

type Request = (params: TransportRequestParams, options?: TransportRequestOptions) => Promise<unknown>;

type Login = NonNullable<ClientOptions['auth']>;

/** Credentials are taken out of the URLs, which appear in messages. */
function loginOf({ auth, nodes }: ElasticsearchConnection): Login | undefined {
  if (auth !== undefined) return auth;
  const withLogin = nodes.map((node) => new URL(node)).find(({ password }) => password !== '');
  if (withLogin === undefined) return undefined;
  return {
    username: decodeURIComponent(withLogin.username),
    password: decodeURIComponent(withLogin.password),
  };
}

/**
 * A client for a server of this major version. Close it after use.
 *
 * A request that fails at one node (no connection, 502, 503, 504) goes to each of the others at once, so that the loss of
 * one node causes neither failures nor delays. Every request may therefore arrive twice. The client does not retry
 * otherwise and does not sniff: the pipeline decides what is retried, when and for how long.
 */
export function createClient(connection: ElasticsearchConnection, compatibility: Compatibility): Client {
  const { nodes, certificateAuthority, requestTimeoutMilliseconds, compression } = connection;
  const login = loginOf(connection);
  return new Client({
    nodes: nodes.map((node) => ({ url: bareUrl(node) })),
    ...(login === undefined ? {} : { auth: login }),
    tls: {
      timeout: CONNECT_TIMEOUT_MILLISECONDS,
      ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
    },
    Transport: transportFor(compatibility, connection.signal),
    Serializer: AnswerSerializer,
    requestTimeout: requestTimeoutMilliseconds,
    maxRetries: nodes.length - 1,
    compression,
  });
}
