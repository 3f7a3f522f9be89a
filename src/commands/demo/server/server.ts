/** A running Elasticsearch. Whoever started it must call `stop`, which returns when nothing of it is left. */
export type ElasticsearchServer = {
  url: string;
  origin: 'url' | 'docker' | 'maven';
  /** What the server says of itself; `undefined` where we did not start it and therefore do not ask. */
  version: string | undefined;
  stop: () => Promise<void>;
};

/** No server could be had. `reason` and `advice` are one sentence each, for people. */
export type ServerUnavailable = { type: 'server-unavailable'; reason: string; advice: string };

/** The caller's signal was aborted before the server answered; whatever had been started is gone. */
export type StartInterrupted = { type: 'start-interrupted' };

export type ServerStarted = { type: 'started'; server: ElasticsearchServer };

/** What the caller gives; the environment is a value, so that tests can say what they need. */
export type StartOptions = {
  version?: string;
  environment: Record<string, string | undefined>;
  report: (message: string) => void;
  /** Aborting interrupts the start, and stops a server that runs already. */
  signal?: AbortSignal;
};

/** The options as the ways of starting a server see them: with the version decided. */
export type StartRequest = Omit<StartOptions, 'version'> & { version: string };
