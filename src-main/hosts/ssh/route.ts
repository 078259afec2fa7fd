import type { Address } from '../../model/address.ts';
import { parseAddress } from './address.ts';
import { invalid } from './config/lines.ts';
import { type ResolveOptions, resolveSettings, type SshSettings } from './config/resolve.ts';

const MOST_HOPS = 8;

/**
 * Every host on the way, the target last. Jumps that are named for this connection replace those of the
 * configuration; each jump host is resolved through the configuration itself, the first one with its own ProxyJump.
 */
export const routeTo = async (
  address: Address,
  jumps: readonly string[],
  options: ResolveOptions,
  depth = 0,
): Promise<readonly SshSettings[]> => {
  const { user: _, ...forJumps } = options;
  const settings = await resolveSettings(address, depth === 0 ? options : forJumps);
  const listed = jumps.length > 0 ? jumps : (settings.proxyJump ?? '').split(',').filter((jump) => jump.trim() !== '');
  const last = listed.at(-1);
  if (last === undefined) return [settings];
  if (depth >= MOST_HOPS)
    throw invalid(
      'the ssh configuration',
      `leads through more than ${MOST_HOPS} jump hosts; maybe one jumps through itself`,
    );
  const before = await routeTo(parseAddress(last, 'a jump host'), listed.slice(0, -1), options, depth + 1);
  return [...before, settings];
};
