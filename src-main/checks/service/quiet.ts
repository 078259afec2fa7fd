import type { FindingCode } from '../../model/codes.ts';
import type { Finding, Params } from '../../model/finding.ts';
import type { Say, SayMore } from '../define.ts';
import type { UpgradeEvidence } from '../probes/upgrade.ts';
import { handsOff } from '../upgrade/state.ts';

/** While an upgrade runs, what is seen of the service is only information: the upgrade stops and starts it. */
export const quietly = (say: Say, upgrade: UpgradeEvidence | undefined): Say => {
  if (!handsOff(upgrade)) return say;
  const info = (code: FindingCode, params?: Params, more: SayMore = {}): Finding => {
    const { variant: _, certainty: __, ...rest } = more;
    return say.info(code, params, { ...rest, variant: 'upgrading' });
  };
  return { ...say, fail: info, warn: info };
};
