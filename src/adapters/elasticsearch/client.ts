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
  /** Ends requests that are under way, and those made later. */
  signal?: AbortSignal | undefined;
};

/** The major version whose request format a client speaks. A server understands its own and the one before. */
export type Compatibility = 8 | 9;

/** Below what `connect` waits in all, so that a silent address is told from a silent server. */
const CONNECT_TIMEOUT_MILLISECONDS = 5_000;

/** The media type by which a request asks for the format of a major version. */
export function mediaType(format: string, compatibility: Compatibility): string {
  return `application/vnd.elasticsearch+${format}; compatible-with=${compatibility}`;
}

/**
 * The client writes its own major into the media types of every request and leaves no option to change
 * that; an 8.x server refuses `compatible-with=9`. Its transport takes them from its options, though.
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
        // Derived signals would gather on the one that lasts: only the few requests with a signal of their own get one.
        const either = options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]);
        return request(params, { ...options, signal: either });
      }) as Transport['request'];
    }
  };
}

type Request = (params: TransportRequestParams, options?: TransportRequestOptions) => Promise<unknown>;

type Login = NonNullable<ClientOptions['auth']>;

/** Credentials leave the URLs: URLs turn up in messages. */
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
 * A request that one node does not take (no connection, 502, 503, 504) goes to each of the others at once: that one of
 * several is away is no reason for anybody to fail or to wait. Everything that is sent may be sent twice. Beyond that
 * it neither retries nor sniffs: what asks again, when and for how long, is decided in one place, and that is not here.
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
