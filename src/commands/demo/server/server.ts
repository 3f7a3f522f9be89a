/** A running Elasticsearch. The caller that started it calls `stop`, which returns when nothing of it is left. */
export type ElasticsearchServer = {
  url: string;
  origin: 'url' | 'docker' | 'maven';
  /** As the server itself reports it; undefined for a server that was not started here. */
  version: string | undefined;
  stop: () => Promise<void>;
};

/** No server could be started. `reason` and `advice` are one sentence each, for people. */
export type ServerUnavailable = { type: 'server-unavailable'; reason: string; advice: string };

/** The caller's signal was aborted before the server answered. Nothing is left running. */
export type StartInterrupted = { type: 'start-interrupted' };

export type ServerStarted = { type: 'started'; server: ElasticsearchServer };

/** The environment is a parameter, so that tests can choose it. */
export type StartOptions = {
  version?: string;
  environment: Record<string, string | undefined>;
  report: (message: string) => void;
  /** Aborting interrupts the start, and stops a server that runs already. */
  signal?: AbortSignal;
};

/** The options with the version decided. */
export type StartRequest = Omit<StartOptions, 'version'> & { version: string };
