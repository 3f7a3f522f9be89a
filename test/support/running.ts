/** What tests see of a run of the program, wherever it runs. */

/** What a finished run leaves behind. `json` is standard output parsed, where it is JSON. */
export type CliResult = { exitCode: number | null; stdout: string; stderr: string; json: unknown };

export type Running<Signal extends string> = {
  /** What it has written so far. */
  stdout: () => string;
  stderr: () => string;
  /** Resolves when it has ended. */
  result: Promise<CliResult>;
  signal: (name: Signal) => void;
};

export function resultOf(exitCode: number | null, stdout: string, stderr: string): CliResult {
  return { exitCode, stdout, stderr, json: parsed(stdout) };
}

/** The environment without anything that configures the program or the Node.js that it runs on. */
export function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(ELASTICSEARCH|KIBANA|RUNLENS|NODE_OPTIONS|VITEST|FORCE_COLOR|COLUMNS)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !settings.test(name)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
