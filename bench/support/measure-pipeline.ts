import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openNullWorld } from './null-world.ts';
import { throughStages, type Measure } from './pipeline-stages.ts';
import { ingestAll } from './pipeline-whole.ts';
import { writeRunFile } from './rows.ts';

export type FileSet = { files: number; rowsPerFile: number };

/** Of each round. The processor's is of all threads: where it is less than the time, others used the machine. */
export type Timed = { stage: string; seconds: number[]; processorSeconds: number[] };

export type PipelineMeasured = FileSet & {
  fileBytes: number;
  /** What the bulk requests' bodies had, of one round of the whole. */
  bodyBytes: number;
  /** JSON.parse of the texts, which are decoded before. */
  parse: Timed;
  decodeAndParse: Timed;
  stages: Timed[];
  whole: Timed;
};

/** Collects the garbage of earlier measurements, so that the next one does not pay for it. */
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Measures all in turn, round by round, so that what disturbs the machine disturbs them all. */
export async function measurePipeline(set: FileSet, rounds: number): Promise<PipelineMeasured> {
  const folder = mkdtempSync(join(tmpdir(), 'runlens-pipeline-'));
  try {
    const paths: string[] = [];
    let fileBytes = 0;
    for (let n = 0; n < set.files; n += 1) {
      const options = {
        id: `run-${n}`,
        project: 'benchmark',
        rows: set.rowsPerFile,
        form: 'inline' as const,
      };
      const { path, bytes } = await writeRunFile(folder, options);
      paths.push(path);
      fileBytes += bytes;
    }
    const { world, takenBytes } = await openNullWorld(folder);
    const times = createTimes();
    let bodyBytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const path of paths) {
        const text = readFileSync(path, 'utf8');
        await times.measure('JSON.parse', () => void JSON.parse(text));
      }
      times.endRound();
      for (const path of paths) {
        const bytes = readFileSync(path);
        await times.measure('decoding and JSON.parse', () => void JSON.parse(bytes.toString('utf8')));
      }
      times.endRound();
      for (const path of paths) await throughStages(basename(path), world, times.measure);
      times.endRound();
      const before = takenBytes();
      await times.measure('whole', () => ingestAll(world, set.files * set.rowsPerFile));
      bodyBytes = takenBytes() - before;
      times.endRound();
    }
    const [parse, decodeAndParse, ...others] = times.all();
    const whole = others.pop();
    if (parse === undefined || decodeAndParse === undefined || whole === undefined)
      throw new Error('Nothing was measured.');
    return { ...set, fileBytes, bodyBytes, parse, decodeAndParse, stages: others, whole };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stages in the order in which they first came, each with the sum of its parts for each round. */
function createTimes(): { measure: Measure; endRound: () => void; all: () => Timed[] } {
  const all = new Map<string, Timed>();
  let current = new Map<string, { seconds: number; processorSeconds: number }>();
  return {
    measure: async (stage, work) => {
      const [started, used] = [performance.now(), process.cpuUsage()];
      const result = await work();
      const { user, system } = process.cpuUsage(used);
      const sum = current.get(stage) ?? { seconds: 0, processorSeconds: 0 };
      sum.seconds += (performance.now() - started) / 1000;
      sum.processorSeconds += (user + system) / 1e6;
      current.set(stage, sum);
      return result;
    },
    endRound: () => {
      for (const [stage, { seconds, processorSeconds }] of current) {
        const timed = all.get(stage) ?? { stage, seconds: [], processorSeconds: [] };
        timed.seconds.push(seconds);
        timed.processorSeconds.push(processorSeconds);
        all.set(stage, timed);
      }
      current = new Map();
      collectGarbage();
    },
    all: () => [...all.values()],
  };
}
