/** The former place of these types; import each from its own file. */

export type { Clock } from './clock.ts';
export type { Fingerprint } from './fingerprint.ts';
export type { Log } from './log.ts';
export type { Ports as World } from './ports.ts';
