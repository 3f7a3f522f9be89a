import { z } from 'zod';
import { kibanaUrlProblem, nodeUrlProblem, outputsUrlProblem } from './node-url.ts';

const DAY_IN_SECONDS = 86_400;

const text = z.string('must be a string').min(1, 'must not be empty');

function wholeNumber(least: number, most: number): z.ZodInt {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.int(message).min(least, message).max(most, message);
}

/** A duration, far below the limit of timers. */
function seconds(message: string): z.ZodNumber {
  return z.number(message).max(DAY_IN_SECONDS, message);
}

function positiveSeconds(): z.ZodNumber {
  const message = `must be a number of seconds above 0, at most ${DAY_IN_SECONDS}`;
  return seconds(message).gt(0, message);
}

function secondsOrNone(): z.ZodNumber {
  const message = `must be a number of seconds from 0 to ${DAY_IN_SECONDS}`;
  return seconds(message).min(0, message);
}

function share(): z.ZodNumber {
  const message = 'must be a number from 0 to 1';
  return z.number(message).min(0, message).max(1, message);
}

/** A URL in which `problemIn` finds no problem. */
function urlWith(problemIn: (url: string) => string | undefined): z.ZodString {
  return z.string('must be a string').superRefine((url, context) => {
    const problem = problemIn(url);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
}

const NodeUrl = urlWith((url) => nodeUrlProblem(url));
const KibanaUrl = urlWith(kibanaUrlProblem);
const OutputsUrl = urlWith(outputsUrlProblem);

function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined),
  });
}

/**
 * The whole configuration. Every key has a default or is optional, so that each source (the file, the environment, the
 * flags) is valid input on its own. Rules between keys are in `rules.ts`.
 */
export const Config = section({
  $schema: z
    .string('must be a string')
    .optional()
    .describe('For editors: where the JSON Schema of this file is.'),
  elasticsearch: section({
    nodes: z
      .array(NodeUrl, 'must be a list of URLs')
      .min(1, 'must name at least one node')
      .default(['http://localhost:9200'])
      .describe('URLs of the nodes of one cluster, http or https.'),
    api_key: text.optional().describe('An encoded API key; not together with a user name.'),
    username: text.optional().describe('Needs a password beside it.'),
    password: text.optional().describe('Better in the environment than in a file.'),
    ca_file: text.optional().describe('PEM file with the certificate authority to trust; needs https nodes.'),
    request_timeout_seconds: positiveSeconds().default(60).describe('How long one answer may take.'),
    compression: z
      .boolean('must be true or false')
      .default(false)
      .describe('Compress what is sent: for slow networks, at the price of processor time.'),
  }).prefault({}),
  kibana: section({
    url: KibanaUrl.default('http://localhost:5601').describe('URL of Kibana, base path included.'),
    api_key: text.optional().describe('An encoded API key; not together with a user name.'),
    username: text.optional().describe('Needs a password beside it.'),
    password: text.optional().describe('Better in the environment than in a file.'),
    ca_file: text.optional().describe('PEM file with the certificate authority to trust; needs https.'),
    request_timeout_seconds: positiveSeconds().default(60).describe('How long one answer may take.'),
  }).prefault({}),
  outputs: section({
    base_url: OutputsUrl.optional().describe(
      'What Kibana puts before paths of pictures: the URL under which browsers find the output files; or "absolute" where results name whole URLs. Without it the paths are shown.',
    ),
  }).prefault({}),
  prefix: z
    .string('must be a string')
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,99}$/,
      'must be 1 to 100 lower-case letters, digits, "-" and "_", and begin with a letter or digit, because index names begin with it',
    )
    .default('runlens')
    .describe('What the names of all indices and aliases begin with.'),
  ingest: section({
    // Elasticsearch rejects requests above 100 MB by default.
    bulk_bytes: wholeNumber(1000, 100_000_000)
      .default(1_000_000)
      .describe('A bulk request is sent once it has so many bytes, or sooner if nothing is left to send.'),
    bulk_documents: wholeNumber(1, 100_000)
      .default(10_000)
      .describe('The most documents in one bulk request.'),
    bulk_requests_in_flight: wholeNumber(1, 64)
      .default(4)
      .describe(
        'The most bulk requests in flight at a time. Fewer are sent while Elasticsearch pushes back.',
      ),
  }).prefault({}),
  watch: section({
    settle_seconds: secondsOrNone()
      .default(1)
      .describe('A file is read once it has not changed for this long.'),
    scan_seconds: positiveSeconds()
      .default(60)
      .describe('Time between two scans for what the watcher missed.'),
    poll_seconds: positiveSeconds()
      .optional()
      .describe('Look for changes at this interval instead of being notified: for network shares.'),
    incomplete_seconds: secondsOrNone()
      .default(600)
      .describe(
        'How long a truncated file, or a run without its side file, is waited for before it is rejected.',
      ),
    on_delete: z
      .enum(['keep', 'remove'], 'must be keep or remove')
      .default('keep')
      .describe('Whether a run is removed when its file is deleted.'),
    delete_after_scans: wholeNumber(1, 1000)
      .default(3)
      .describe('A file counts as deleted when so many scans in a row did not find it.'),
    delete_limit: share()
      .default(0.1)
      .describe(
        'When a larger part of the known files vanishes at once, none counts as deleted: the share is not all there.',
      ),
    status_port: wholeNumber(0, 65_535)
      .optional()
      .describe('Port on the loopback interface for /live, /ready and /metrics; 0: any that is free.'),
  }).prefault({}),
  log_level: z
    .enum(['debug', 'info', 'warn', 'error'], 'must be one of debug, info, warn, error')
    .default('info')
    .describe('The least level that is logged.'),
});
export type Config = z.infer<typeof Config>;
