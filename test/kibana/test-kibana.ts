/**
 * Whether a real Kibana imports and draws everything: `KIBANA_URL=… ELASTICSEARCH_URL=… npm run test:kibana`.
 *
 *   a space of its own ─ setup-dashboards twice ─ every dashboard in Chromium: once with the example results, once with
 *   empty indices ─ a picture of each in test-results/kibana/ (or the folder that is given) ─ the space and indices go
 *
 * `ELASTICSEARCH_URL` is the one that this Kibana looks at. Chromium is /usr/bin/chromium unless CHROMIUM says otherwise.
 */

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { runCli } from '../support/run-cli.ts';
import { launch, openDashboard } from './open-dashboard.ts';
import { servePictures } from './picture-server.ts';
import { createSpace, type Space } from './space.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/results', import.meta.url));

/** What a user would have chosen on these dashboards, so that their pictures show what they are for. */
const CHOSEN: Record<string, string> = {
  leaderboard: 'project : "digit-segmentation"',
  splits: 'project : "digit-classification"',
  images: 'project : "digit-segmentation"',
  run: 'run.id : "boosting-023"',
  forecasts: 'project : "macro-forecast"',
};

type Change = { kind: string; id: string; action: string };
type Setting = { environment: Record<string, string>; prefix: string };

async function run(args: string[], { environment, prefix }: Setting): Promise<unknown> {
  const { exitCode, json, stderr } = await runCli(['--prefix', prefix, ...args], { environment });
  if (exitCode !== 0) throw new Error(`runlens ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return json;
}

async function setUp(space: Space, setting: Setting): Promise<string[]> {
  async function once() {
    const { changes } = (await run(['setup-dashboards', '--space', space.id], setting)) as {
      changes: Change[];
    };
    return changes;
  }
  const first = await once();
  const second = await once();
  const wrong = [
    ...first.filter(({ action }) => action !== 'created'),
    ...second.filter(({ action }) => action !== 'unchanged'),
  ];
  if (wrong.length > 0) throw new Error(`not created, then unchanged: ${JSON.stringify(wrong)}`);
  return first.filter(({ kind }) => kind === 'dashboard').map(({ id }) => id);
}

/** @returns what went wrong */
async function openAll(
  browser: Browser,
  space: Space,
  ids: readonly string[],
  { folder, choose }: { folder: string; choose: boolean },
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const problems: string[] = [];
  for (const id of ids) {
    const name = id.split('-').at(-1) ?? id;
    const query = choose ? CHOSEN[name] : undefined;
    const opened = await openDashboard(browser, space.url, id, { picture: `${folder}/${name}.png`, query });
    console.log(`${id}: ${opened.panels} panels, ${opened.problems.length} problems`);
    problems.push(...opened.problems.map((problem) => `${id}: ${problem}`));
  }
  return problems;
}

async function main(kibana: string, elasticsearch: string, folder: string): Promise<string[]> {
  const pictures = await servePictures(EXAMPLES);
  const environment = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => /^(ELASTICSEARCH|KIBANA)_/.test(name)),
    ),
    RUNLENS_OUTPUTS_BASE_URL: pictures.url,
  } as Record<string, string>;
  const stamp = Date.now().toString(36);
  const browser = await launch();
  const problems: string[] = [];
  try {
    for (const state of ['examples', 'empty'] as const) {
      const setting = { environment, prefix: `runlens${state}${stamp}` };
      const space = await createSpace(kibana, `runlens-${state}-${stamp}`);
      try {
        await run(['setup-indices'], setting);
        if (state === 'examples') await run(['ingest', EXAMPLES], setting);
        const ids = await setUp(space, setting);
        problems.push(
          ...(await openAll(browser, space, ids, {
            folder: `${folder}/${state}`,
            choose: state === 'examples',
          })),
        );
      } finally {
        await space.remove();
        const indices = ['experiments', 'scores', 'images', 'series', 'files'].map(
          (index) => `${setting.prefix}-${index}-v1`,
        );
        await fetch(`${elasticsearch}/${indices.join(',')}?ignore_unavailable=true`, { method: 'DELETE' });
      }
    }
  } finally {
    await browser.close();
    pictures.close();
  }
  return problems;
}

const { KIBANA_URL: kibana, ELASTICSEARCH_URL: elasticsearch } = process.env;
if (kibana === undefined || elasticsearch === undefined) {
  console.log(
    'test:kibana did not run: it needs KIBANA_URL, and ELASTICSEARCH_URL of what that Kibana looks at.',
  );
} else {
  const problems = await main(
    kibana.replace(/\/$/, ''),
    elasticsearch.replace(/\/$/, ''),
    process.argv[2] ?? 'test-results/kibana',
  );
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'Every panel was drawn.' : `${problems.length} problems.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
