import type { FindingView, View } from '../../src-main/contract/view.ts';
import type { Surroundings } from '../state/context.ts';
import type { Labels } from './labels-en.ts';

type Offer = 'sudo' | 'reconnect' | 'recheck' | 'locate' | 'by-hand';

/** What can be done right there about something unknown, judged from what it needs. */
const kindOf = (finding: FindingView, view: View): Offer | null => {
  if (view.noHost !== null) return finding.need === undefined ? null : 'by-hand';
  const { target } = view;
  const canAsk = (target?.kind === 'local' || target?.kind === 'ssh') && target.sudo !== true;
  switch (finding.need) {
    case 'root':
    case 'read-rights':
      return canAsk ? 'sudo' : 'by-hand';
    case 'connection':
      return 'reconnect';
    case 'agent-folder':
      return view.current === 'locate' ? null : 'locate';
    case 'more-time':
    case 'evidence':
      return 'recheck';
    case undefined:
      return null;
    default:
      return 'by-hand';
  }
};

export const offerOf = (finding: FindingView, view: View, labels: Labels): string | null => {
  switch (kindOf(finding, view)) {
    case 'sudo':
      return labels.guide.withSudo;
    case 'reconnect':
      return labels.side.reconnect;
    case 'recheck':
      return labels.footer.recheck;
    case 'locate':
      return labels.guide.nameAgent;
    case 'by-hand':
      return labels.guide.checkByHand;
    default:
      return null;
  }
};

export const takeOffer = (finding: FindingView, view: View, { wizard, desk }: Surroundings): void => {
  switch (kindOf(finding, view)) {
    case 'sudo':
      desk.dialog = { kind: 'rights' };
      break;
    case 'reconnect':
      wizard.dispatch({ type: 'reconnect' });
      break;
    case 'recheck':
      wizard.dispatch({ type: 'recheck' });
      break;
    case 'locate':
      wizard.dispatch({ type: 'goto', step: 'locate' });
      break;
    case 'by-hand':
      desk.dialog = { kind: 'by-hand' };
      break;
    default:
      break;
  }
};
