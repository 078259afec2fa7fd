import { defineCheck } from '../define.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { upgradeState } from './state.ts';

/** Whether the agent is upgrading itself: then nothing else is to be done to it. Source: KB0535040. */
export const upgradeCheck = defineCheck({
  id: 'upgrade.progress',
  step: 'upgrade',
  code: 'upgrade.in-progress',
  deciding: true,
  needs: { upgrade: upgradeProbe },
  judge: ({ upgrade }, say) => {
    const state = upgradeState(upgrade);
    const at = (line: number) => ({ evidence: [{ id: upgradeProbe.id, lines: [line] }] });
    switch (state.kind) {
      case 'none':
        return state.endedS === undefined
          ? [say.pass('upgrade.none')]
          : [say.pass('upgrade.none', { ago: Math.round(state.endedS) }, { variant: 'ended' })];
      case 'unknown':
        return [say.unknown('upgrade.in-progress', state.needs)];
      case 'in-progress':
        return [
          say.fail(
            'upgrade.in-progress',
            { sign: state.sign, quiet: Math.round(state.quietS ?? 0), seconds: state.secondLook?.seconds ?? 0 },
            {
              ...at(state.line),
              ...variantOf(state.quietS, state.secondLook?.moved),
              certainty: state.by === 'process' ? 'certain' : 'likely',
            },
          ),
        ];
      case 'stuck':
        return [
          say.fail(
            'upgrade.stuck',
            { quiet: state.quietS, pid: state.pid, temp: state.temp || TEMP, log: state.log || LOG },
            at(state.line),
          ),
        ];
      case 'failed':
        return [
          say.fail(
            'upgrade.failed',
            { reason: state.reason, path: state.path, temp: state.temp || TEMP },
            { ...at(state.line), certainty: 'likely', ...(state.neverBegan ? { variant: 'never-began' } : {}) },
          ),
        ];
    }
  },
});

/** Below the agent folder, where nothing more precise was seen. */
const TEMP = 'work/upgrade_temp/<number>';
const LOG = 'logs/dist-upgrade.log';

const variantOf = (quietS: number | undefined, moved: boolean | undefined): { readonly variant?: string } => {
  if (moved === true) return { variant: 'growing' };
  if (quietS === undefined) return { variant: 'no-time' };
  return moved === false ? { variant: 'still' } : {};
};
