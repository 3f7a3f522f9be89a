/** The content of a result file in the shape that every format is converted to and that documents are built from. */

export type RunStatus = 'completed' | 'running' | 'failed' | 'interrupted';

export type Direction = 'maximize' | 'minimize';

export type MetricLevel = 'business' | 'technical' | 'proxy';

/** The declaration of a metric in a project file or in a run. */
export type MetricDefinition = {
  direction?: Direction | undefined;
  level?: MetricLevel | undefined;
  optimal?: number | undefined;
  baseline?: number | undefined;
  unit?: string | undefined;
  description?: string | undefined;
};

export type MetricDefinitions = ReadonlyMap<string, MetricDefinition>;

/** One number of a run. Without `entity` it is that of the whole split. `value` is absent if it was not finite. */
export type Score = {
  metric: string;
  split: string;
  entity?: string | undefined;
  step?: number | undefined;
  value?: number | undefined;
};

/** One image of one split. Metrics that are not finite are named in `nonfinite` and have no value. */
export type Image = {
  id: string;
  split: string;
  metrics: ReadonlyMap<string, number>;
  nonfinite: readonly string[];
  label?: string | undefined;
  prediction?: string | undefined;
  attributes: ReadonlyMap<string, string | number | boolean>;
  input?: string | undefined;
  target?: string | undefined;
  output?: string | undefined;
};

/** One point of a time series; numbers that are not finite are absent. */
export type SeriesPoint = {
  name: string;
  split: string;
  entity?: string | undefined;
  timestamp: string;
  target?: number | undefined;
  prediction?: number | undefined;
  lower?: number | undefined;
  upper?: number | undefined;
};

export type Artifact = {
  name: string;
  uri: string;
  kind?: string | undefined;
  media_type?: string | undefined;
  bytes?: number | undefined;
  sha256?: string | undefined;
};

export type RunSource = {
  path: string;
  format: string;
  modifiedAt: string;
};

/** A run without its image and series rows, which may be millions and are read one at a time. */
export type Run = {
  project: string;
  id: string;
  name: string;
  group?: string | undefined;
  status: RunStatus;
  /** ISO 8601, UTC. */
  startedAt: string;
  endedAt: string;
  /** Present if the file states both the start and the end. */
  durationSeconds?: number | undefined;
  seed?: string | undefined;
  author?: string | undefined;
  host?: string | undefined;
  command?: string | undefined;
  notes?: string | undefined;
  tags: readonly string[];
  code?: Record<string, string | boolean | undefined> | undefined;
  dataset?:
    | {
        name?: string | undefined;
        version?: string | undefined;
        splits: Record<string, { size?: number | undefined }>;
      }
    | undefined;
  environment: Record<string, unknown>;
  hyperparameters: Record<string, unknown>;
  scores: readonly Score[];
  primaryMetric?: string | undefined;
  primaryImageMetric?: string | undefined;
  definitions: MetricDefinitions;
  artifacts: readonly Artifact[];
  source: RunSource;
};

/** The facts of a run's rows that its experiment needs; stored in it, because the rows are not kept in memory. */
export type RowFacts = {
  imageMetrics: readonly string[];
  counts: { scores: number; images: number; images_not_finite: number; series: number };
};

/** The rules by which a project is judged, from its project file. */
export type Project = {
  project: string;
  title?: string | undefined;
  description?: string | undefined;
  primaryMetric?: string | undefined;
  primaryImageMetric?: string | undefined;
  rankingSplit: string;
  definitions: MetricDefinitions;
};

/** The rules for a project without a project file. */
export function projectWithoutFile(project: string): Project {
  return { project, rankingSplit: 'validation', definitions: new Map() };
}
