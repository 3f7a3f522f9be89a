import { systemClock } from '../../adapters/clock.ts';
import { digest } from '../../adapters/digest.ts';
import { readDashboards } from '../../adapters/fs/dashboards.ts';
import { kibanaPorts } from '../../adapters/kibana/dashboard-ports.ts';
import { addressOf } from '../../adapters/kibana/http.ts';
import { spacePath } from '../../adapters/kibana/space.ts';
import type { Config } from '../../config/schema.ts';
import { DEFAULT_SPACE, overviewIdOf } from '../../domain/dashboards/names.ts';
import type { Report } from '../../output/report.ts';
import { oneLine } from '../../output/text.ts';
import type { Io } from '../../process/io.ts';
import type { Invocation } from '../shared/invocation.ts';
import { serverAccess } from '../shared/server-access.ts';
import { withConfig } from '../shared/with-config.ts';
import { couldNotSetUp, setupDashboardsReport } from './report.ts';
import { setupDashboards } from './setup-dashboards.ts';
import type { Patience } from './wait-for-kibana.ts';

type Options = {
  kibana?: string;
  space?: string;
  editable?: true;
  prune?: true;
  dryRun?: true;
  force?: true;
  wait: number;
};

/** Wires `setup-dashboards`. */
export function runSetupDashboards(options: Options, invocation: Invocation): Promise<Report> {
  return withConfig(invocation, { kibana: options.kibana }, ({ config }) =>
    setUp(config, options, invocation.io),
  );
}

async function setUp(config: Config, options: Options, io: Io): Promise<Report> {
  const { space = DEFAULT_SPACE, editable = false, prune = false, dryRun = false, force = false } = options;
  const access = await serverAccess('kibana', config);
  if (access.type !== 'ok') return couldNotSetUp(access);
  const { url } = config.kibana;
  const naming = { prefix: config.prefix, space };
  const outputsBaseUrl = config.outputs.base_url;
  const ports = {
    ...kibanaPorts({ ...access.value, url, signal: io.signal }, space),
    readFiles: () => readDashboards(new URL('kibana/', io.packageFolder)),
    digest,
  };
  const result = await setupDashboards(
    ports,
    { ...naming, outputsBaseUrl, editable, prune, dryRun, force },
    patienceOf(options, access.value, io),
  );
  const overviewUrl = `${addressOf({ url })}${spacePath(space)}/app/dashboards#/view/${overviewIdOf(naming)}`;
  const report = setupDashboardsReport(result, { overviewUrl, outputsBaseUrl, dryRun });
  return result.type === 'stopped' ? { ...report, exitCode: io.signalExitCode() } : report;
}

function patienceOf(
  { wait: waitSeconds }: Options,
  { requestTimeoutMilliseconds }: Pick<Patience, 'requestTimeoutMilliseconds'>,
  { signal, stderr }: Io,
): Patience {
  return {
    clock: systemClock,
    waitSeconds,
    requestTimeoutMilliseconds,
    signal,
    onWaiting: ({ reason }) =>
      stderr.write(`${oneLine(reason)} Waiting up to ${waitSeconds} seconds (--wait).\n`),
  };
}
