import { createHash } from 'node:crypto';
import type { FixPlan } from '../model/fix.ts';

/** SHA-256, hex, over all that consent is given to: what would be run, as whom, where, and the state it is for. */
export const planHash = (plan: Omit<FixPlan, 'hash'>): string =>
  createHash('sha256').update(canonical(plan)).digest('hex');

/** A plan that carries its own hash. */
export const sealed = (plan: Omit<FixPlan, 'hash'>): FixPlan => ({ ...plan, hash: planHash(plan) });

/** True where nothing of it has been changed since. */
export const isSealed = ({ hash, ...plan }: FixPlan): boolean => planHash(plan) === hash;

/** JSON with the keys of every object in order, so that equal plans read the same. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
};
