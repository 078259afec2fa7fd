import type { ActionView, NextView } from '../../contract/view.ts';
import type { FindingCode } from '../../model/codes.ts';
import type { Finding } from '../../model/finding.ts';
import { isEvidence, nextStep, stepState, upgradeRuledOut, upgradeRuns } from '../outcome.ts';
import { hostName, quote, type Scene, say } from './say.ts';
import { deciding } from './steps.ts';

/** More agents than this on one host is not what a page chooses from; the folder can be given by hand. */
const MAX_AGENTS = 20;
const MAX_DIR = 1024;

export const isOpen = (scene: Scene): boolean => scene.link === 'open';

/** There is a host that can be looked at, now or once it is connected to again. */
export const hasHost = (scene: Scene): boolean => !isEvidence(scene.context.target);

/** The one box of the step on screen: the next action first, others beside it. */
export const nextView = (scene: Scene): NextView => {
  const { context, messages } = scene;
  const step = context.current;
  const onward = onwardAction(scene);
  const away = awayBox(scene);
  if (away) return { text: away, actions: [reconnect(scene), onward] };
  if (step === 'upgrade' && upgradeRuns(context))
    return { text: messages.phrase('next.hands-off'), actions: [...recheck(scene), onward] };
  const found = deciding(scene, step);
  const agents = step === 'locate' && !looked(scene, 'locate.found') ? agentActions(scene) : [];
  // One that has another name than was asked for is not taken without a word.
  const others = found?.variant === 'other-names' ? (messages.finding(found).doThis[0] ?? null) : null;
  if (agents.length > (others === null ? 1 : 0)) {
    const text = others ?? messages.next({ next: { key: 'choose-agent', params: {} }, cause: null });
    return { text: say(scene, text), actions: hasHost(scene) ? agents : [onward] };
  }
  const state = stepState(context, step);
  if (state === 'fail' && found) return failing(scene, found, onward);
  const text = quiet(scene, state, found);
  const looksHere = context.looksAt.includes(step);
  const lookFirst = state === 'unknown' && looksHere;
  const looks = looksHere && state !== 'looking' ? [...lookAs(scene, found), ...recheck(scene)] : [];
  return { text, actions: lookFirst ? [...looks, onward] : [onward, ...looks] };
};

const looked = (scene: Scene, code: FindingCode) =>
  scene.context.seen.findings.some((f) => f.code === code && f.status === 'pass');

/** The box of a step in which something fails: its own remedy, or the way to what causes it. */
const failing = (scene: Scene, found: Finding, onward: ActionView): NextView => {
  const { messages, verdict, context } = scene;
  const cause = verdict.cause;
  if (cause && cause.finding.step !== context.current && cause.explains.includes(found.code)) {
    const { step } = cause.finding;
    const label = messages.step(step).label;
    const title = messages.finding(cause.finding).title;
    return {
      text: say(scene, messages.phrase('next.see-cause', { cause: title, step: label })),
      actions: [
        { kind: 'goto', step, label: messages.phrase('action.goto', { step: label }) },
        ...fixActions(scene, [found]),
        ...recheck(scene),
        onward,
      ],
    };
  }
  const text = say(scene, remedy(scene, found));
  return {
    text,
    actions: [
      ...fixActions(
        scene,
        scene.findings.filter(({ step }) => step === context.current),
      ),
      ...recheck(scene),
      onward,
    ],
  };
};

export const remedy = (scene: Scene, found: Finding): string =>
  scene.messages.finding(found).doThis[0] ?? scene.messages.explain(found.code).doThis[0] ?? '';

const quiet = (scene: Scene, state: ReturnType<typeof stepState>, found: Finding | undefined): string => {
  const { context, messages } = scene;
  const to = nextStep(context);
  const step = to === null ? messages.phrase('action.show-verdict') : messages.step(to).label;
  const hint = messages.step(context.current).byHandHint;
  switch (state) {
    case 'looking':
      return messages.phrase('next.looking');
    case 'warn':
      return say(scene, found ? remedy(scene, found) : '') || messages.phrase('next.warned', { step });
    case 'skipped':
      return messages.phrase('next.skipped', { step });
    case 'answered':
      return messages.phrase('next.answered', { answer: answerWord(scene), step });
    case 'pass':
      return to === null ? messages.phrase('next.passed-last') : messages.phrase('next.passed', { step });
    case 'unknown': {
      const needs = found === undefined ? '' : messages.finding(found).needs;
      return say(
        scene,
        needs === '' ? messages.phrase('next.by-hand', { hint }) : messages.phrase('next.unknown', { needs }),
      );
    }
    default:
      return context.looksAt.includes(context.current) && context.looking !== null
        ? messages.phrase('next.looking')
        : messages.phrase('next.by-hand', { hint });
  }
};

const answerWord = (scene: Scene): string => {
  switch (scene.context.answers[scene.context.current]) {
    case 'yes':
      return scene.messages.phrase('answer.yes');
    case 'no':
      return scene.messages.phrase('answer.no');
    default:
      return scene.messages.phrase('answer.unsure');
  }
};

/** What there is to say instead of a next action while there is no connection; null while there is one. */
export const awayBox = (scene: Scene): string | null => {
  if (scene.link === 'lost') return scene.messages.phrase('next.lost', { host: hostName(scene) });
  return scene.link === 'saved' ? scene.messages.phrase('next.saved') : null;
};

const onwardAction = (scene: Scene): ActionView => {
  const { messages } = scene;
  const step = nextStep(scene.context);
  if (step === null) return { kind: 'show-verdict', label: messages.phrase('action.show-verdict') };
  return { kind: 'next', step, label: messages.phrase('action.next', { step: messages.step(step).label }) };
};

/** None where there is no host to look at. */
export const recheck = (scene: Scene): readonly ActionView[] => {
  if (!hasHost(scene)) return [];
  const label = scene.messages.phrase(scene.screen === 'verdict' ? 'action.recheck-all' : 'action.recheck');
  return [{ kind: 'recheck', label }];
};

/** Where rights are what is lacking, and sudo was not asked for yet. */
export const lookAs = (scene: Scene, found: Finding | undefined): readonly ActionView[] => {
  const { target, host } = scene.context;
  const asked = (target?.kind !== 'local' && target?.kind !== 'ssh') || target.sudo === true;
  const canAsk = isOpen(scene) && !asked && host?.user !== 'root';
  const lacksRights = found?.status === 'unknown' && (found.needs === 'root' || found.needs === 'read-rights');
  return canAsk && lacksRights ? [{ kind: 'look-as', label: scene.messages.phrase('action.look-as') }] : [];
};

export const reconnect = (scene: Scene): ActionView => ({
  kind: 'reconnect',
  label: scene.messages.phrase('action.reconnect'),
});

/** Nothing that starts anything is offered while an upgrade runs, or before its evidence is in. */
export const fixActions = (scene: Scene, findings: readonly Finding[]): readonly ActionView[] => {
  const { context, messages } = scene;
  if (!isOpen(scene) || !upgradeRuledOut(context)) return [];
  // Settings that have no effect yet are only to be known, and a restart answers them all the same.
  const wanted = findings.filter((f) => f.status === 'fail' || f.code === 'config.changed-since-start');
  const failing = wanted.filter((f) => f.status !== 'pass' && !f.byHand).map((f): string => f.code);
  return scene.fixes
    .filter((fix) => fix.answers.some((code) => failing.includes(code)))
    .map(({ id }) => ({ kind: 'plan-fix', fix: id, label: messages.phrase(`action.${id}`) }));
};

export const agentActions = (scene: Scene): readonly ActionView[] =>
  scene.context.seen.agents
    .filter(({ dir }) => dir.length <= MAX_DIR)
    .slice(0, MAX_AGENTS)
    .map(({ dir, name }) => ({
      kind: 'choose-agent',
      agentDir: dir,
      label: scene.messages.phrase('action.choose-agent-dir', {
        agentDir: quote(scene, name ? `${name} (${dir})` : dir),
      }),
    }));
