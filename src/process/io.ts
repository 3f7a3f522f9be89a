/** Where text goes: a stream of the process, or a test's own. */
export type Output = NodeJS.WritableStream & {
  isTTY?: boolean;
  columns?: number;
  /** The file descriptor, where there is one. */
  fd?: number;
};

/** What the program has of its process. Tests supply their own. */
export type Io = {
  stdout: Output;
  stderr: Output;
  environment: Readonly<Record<string, string | undefined>>;
  /** Aborted at the first SIGINT or SIGTERM. */
  signal: AbortSignal;
  /** 130 or 143, once the signal is aborted. */
  signalExitCode: () => 130 | 143;
  /** The folder of the package, with its mappings, dashboards and examples. Ends with a slash. */
  packageFolder: URL;
};
