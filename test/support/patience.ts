/** How long tests wait with `vi.waitFor`. Generous: a shared machine is slow, and a test that succeeds does not wait. */

export type Patience = { timeout: number; interval: number };

/** For what happens within this process. */
export const A_MOMENT: Patience = { timeout: 20_000, interval: 50 };

/** For what holds already, and only has to be read from a busy server. */
export const A_LOOK: Patience = { timeout: 30_000, interval: 200 };

/** For one step of a daemon. */
export const A_WHILE: Patience = { timeout: 120_000, interval: 200 };

/** For what a daemon does after an outage: its delay between two attempts may have grown to a minute. */
export const LONG_ENOUGH: Patience = { timeout: 300_000, interval: 200 };
