import type { Catalogue } from './types.ts';

/** The same sentences, with those in their place that speak of saved evidence instead of a host. */
export const catalogueOfEvidence = (catalogue: Catalogue): Catalogue => laidOver(catalogue, catalogue.ofEvidence);

const laidOver = <T>(below: T, above: unknown): T => {
  if (!isObject(below) || !isObject(above)) return above as T;
  const changed = Object.entries(above).map(([key, value]) => [key, laidOver(below[key], value)]);
  return { ...below, ...Object.fromEntries(changed) };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
