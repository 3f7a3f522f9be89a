/** Which member is killed, and as what. */

import { request } from '../support/dump.ts';
import type { Cluster, Member } from './cluster.ts';

/**
 * `data`: holds the primary of the images, where the master does not. `master`: the elected one. `first`: the one that the
 * program was given first, no master. `first-master`: both.
 */
export const ROLES = ['data', 'master', 'first', 'first-master'] as const;
export type Role = (typeof ROLES)[number];

export type Victim = { victim: Member; holds: string };

/** Whom to name first to the program, so that the victim is, or is not, the first. */
export async function inOrder(cluster: Cluster, role: Role): Promise<string[]> {
  const [some] = cluster.members;
  if (some === undefined) return [];
  const master = await cluster.master(some);
  const isFirst = ({ name }: Member) =>
    role === 'first' || role === 'data' ? name !== master : name === master;
  const chosen = cluster.members.filter(isFirst);
  const others = cluster.members.filter((member) => !isFirst(member));
  const order = role.startsWith('first') ? [...chosen, ...others] : [...others, ...chosen];
  return order.map(({ url }) => url);
}

/** @param urls in the order in which the program has them */
export async function chooseVictim(
  cluster: Cluster,
  role: Role,
  urls: readonly string[],
  prefix: string,
): Promise<Victim> {
  const [some] = cluster.members;
  if (some === undefined) throw new Error('There is no member.');
  const master = await cluster.master(some);
  type Row = { index: string; prirep: 'p' | 'r'; node: string };
  const rows = await request<Row[]>(some.url, `_cat/shards/${prefix}-*?format=json&h=index,prirep,node`);
  const primary = rows.find(({ index, prirep }) => index.includes('-images-') && prirep === 'p')?.node;
  const others = cluster.members.filter(({ name }) => name !== master);
  const victim =
    role === 'master' || role === 'first-master'
      ? cluster.members.find(({ name }) => name === master)
      : role === 'first'
        ? cluster.members.find(({ url }) => url === urls[0])
        : (others.find(({ name }) => name === primary) ?? others[0]);
  if (victim === undefined) throw new Error(`There is nobody to be killed as ${role}.`);
  const its = rows.filter(({ node }) => node === victim.name);
  const primaries = its.filter(({ prirep }) => prirep === 'p').length;
  const holds = [
    victim.name === master ? 'master' : 'no master',
    victim.url === urls[0] ? 'named first' : 'not named first',
    `${primaries} primaries${victim.name === primary ? ' with that of the images' : ''}`,
    `${its.length - primaries} replicas`,
  ].join(', ');
  return { victim, holds };
}
