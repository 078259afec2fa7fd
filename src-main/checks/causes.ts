import { FINDING_CODES, type FindingCode } from '../model/codes.ts';
import { CONFIG } from './causes/config.ts';
import { HOST } from './causes/host.ts';
import { INSTANCE } from './causes/instance.ts';
import { NETWORK } from './causes/network.ts';
import type { Causes, Explained } from './causes/rows.ts';
import { SERVICE } from './causes/service.ts';
import { UPGRADE } from './causes/upgrade.ts';

export type { Explained } from './causes/rows.ts';

/**
 * Which failing finding explains which. Read a row as: where the left one fails, the right ones are no wonder, and
 * looking at them first would be a waste of time. An explained finding stays a failing finding. Each row names what says
 * that it is a cause; that it explains what stands in it follows from how an agent starts: service, Java, files,
 * config.xml, network, sign-in, record. docs/causes.svg is the same as a picture.
 */
export const CAUSES: Causes = { ...UPGRADE, ...HOST, ...SERVICE, ...CONFIG, ...NETWORK, ...INSTANCE };

/** The codes that one code explains directly; families spelt out, itself left out. */
export const explainedBy = (code: FindingCode): ReadonlySet<FindingCode> => EXPANDED.get(code) ?? new Set();

const EXPANDED: ReadonlyMap<FindingCode, ReadonlySet<FindingCode>> = new Map(
  FINDING_CODES.map((code) => [
    code,
    new Set((CAUSES[code]?.explains ?? []).flatMap(spelt).filter((other) => other !== code)),
  ]),
);

function spelt(entry: Explained): readonly FindingCode[] {
  if (!entry.endsWith('.*')) return [entry as FindingCode];
  return FINDING_CODES.filter((code) => code.startsWith(entry.slice(0, -1)));
}
