import { systemClock } from '../../adapters/clock.ts';
import { digest } from '../../adapters/digest.ts';
import { readDashboards } from '../../adapters/fs/dashboards.ts';
import { kibanaPorts } from '../../adapters/kibana/dashboard-ports.ts';
import { bareUrl, type KibanaConnection } from '../../adapters/kibana/http.ts';
import { spacePath } from '../../adapters/kibana/space.ts';
import { couldNotSetUp, setupDashboardsReport } from './report.ts';
import { setupDashboards } from './setup-dashboards.ts';
import type { Config } from '../../config/schema.ts';
import type { KibanaAttempt } from '../../domain/dashboards/failure.ts';
import { DEFAULT_SPACE, overviewIdOf } from '../../domain/dashboards/names.ts';
import type { Io } from '../../process/io.ts';
import type { Report } from '../../output/report.ts';
import { oneLine } from '../../output/text.ts';
import { readTextFile } from '../shared/world.ts';

export type SetupDashboardsArguments = {
  kibana?: string;
  space?: string;
  editable?: true;
  prune?: true;
  dryRun?: true;
  force?: true;
  wait: number;
};

/** How to reach Kibana, as the configuration says. A CA file that cannot be read is a `tls` failure. */
async function connectionFor(
  { kibana }: Config,
  signal: AbortSignal,
): Promise<KibanaAttempt<KibanaConnection>> {
  const { url, api_key: apiKey, username, password, ca_file: caFile } = kibana;
  const auth =
    apiKey !== undefined
      ? { apiKey }
      : username !== undefined && password !== undefined
        ? { username, password }
        : undefined;
  const connection: KibanaConnection = {
    url,
    auth,
    requestTimeoutMilliseconds: kibana.request_timeout_seconds * 1000,
    signal,
  };
  if (caFile === undefined) return { type: 'ok', value: connection };
  const file = await readTextFile(caFile);
  if (file.type === 'read') return { type: 'ok', value: { ...connection, certificateAuthority: file.text } };
  const why = file.type === 'missing' ? 'there is no such file' : file.reason;
  return {
    type: 'tls',
    reason: `The certificate file ${caFile} cannot be read: ${why}. Check KIBANA_CA_FILE.`,
  };
}

export async function runSetupDashboards(
  config: Config,
  { space = DEFAULT_SPACE, editable, prune, dryRun, force, wait }: SetupDashboardsArguments,
  io: Io,
): Promise<Report> {
  const connection = await connectionFor(config, io.signal);
  if (connection.type !== 'ok') return couldNotSetUp(connection);
  const { url, requestTimeoutMilliseconds } = connection.value;
  const naming = { prefix: config.prefix, space };
  const outputsBaseUrl = config.outputs.base_url;

  const result = await setupDashboards(
    { ...kibanaPorts(connection.value, space), readFiles: () => readDashboards(), digest },
    {
      ...naming,
      outputsBaseUrl,
      editable: editable ?? false,
      prune: prune ?? false,
      dryRun: dryRun ?? false,
      force: force ?? false,
    },
    {
      clock: systemClock,
      waitSeconds: wait,
      requestTimeoutMilliseconds,
      signal: io.signal,
      onWaiting: ({ reason }) =>
        io.stderr.write(`${oneLine(reason)} Waiting up to ${wait} seconds (--wait).\n`),
    },
  );
  const overviewUrl = `${bareUrl(url)}${spacePath(space)}/app/dashboards#/view/${overviewIdOf(naming)}`;
  const report = setupDashboardsReport(result, { overviewUrl, outputsBaseUrl, dryRun: dryRun ?? false });
  return result.type === 'stopped' ? { ...report, exitCode: io.signalExitCode() } : report;
}
