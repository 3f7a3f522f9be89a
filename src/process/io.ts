/** What a run of the program has of its process. Tests supply their own. */
export type Io = {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  environment: Readonly<Record<string, string | undefined>>;
  /** Aborted at the first SIGINT or SIGTERM. */
  signal: AbortSignal;
  /** 130 or 143, once the signal is aborted. */
  signalExitCode: () => 130 | 143;
};
