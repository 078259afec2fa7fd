import type { ActionView, NextView, VerdictView } from '../../contract/view.ts';
import { stepOfCode } from '../../model/codes.ts';
import type { Finding } from '../../model/finding.ts';
import { agentActions, awayBox, fixActions, hasHost, lookAs, recheck, reconnect, remedy } from './next.ts';
import { failFirst, findingView, keyed, type Scene, say } from './say.ts';

const MAX_SHOWN = 24;

export const verdictView = (scene: Scene): VerdictView => {
  const { verdict, findings, context } = scene;
  const bad = findings.filter((f) => f.status === 'fail' || f.status === 'warn');
  const shown = failFirst(bad, verdict);
  return {
    status: verdict.status,
    headline: say(scene, headline(scene)),
    confidence: confidence(scene),
    chain: chain(scene),
    next: verdictNext(scene),
    shown: keyed(shown.slice(0, MAX_SHOWN)).map(({ key, finding }) => findingView(scene, finding, key)),
    passed: findings.filter((f) => f.status === 'pass').length,
    notChecked: notChecked(scene),
    at:
      context.seen.evidence
        .map(({ at }) => at)
        .toSorted()
        .at(-1) ??
      context.startedAt ??
      '',
  };
};

const headline = (scene: Scene): string => {
  const { verdict, messages, findings, context } = scene;
  const title = verdict.cause ? messages.finding(verdict.cause.finding).title : '';
  switch (verdict.status) {
    case 'ok':
      return messages.phrase(verdict.next.key === 'nothing-to-do' ? 'verdict.headline.ok' : 'verdict.headline.ok-host');
    case 'warning': {
      const warnings = findings.filter((f) => f.status === 'warn');
      const [only] = warnings;
      return warnings.length === 1 && only
        ? messages.phrase('verdict.headline.warning', { title: messages.finding(only).title })
        : messages.phrase('verdict.headline.warnings', { count: warnings.length });
    }
    case 'undetermined': {
      const open = findings.find((f) => f.status === 'unknown' && context.seen.undecided.includes(f.step));
      return open
        ? messages.phrase('verdict.headline.undetermined-needs', { title: messages.finding(open).title })
        : messages.phrase('verdict.headline.undetermined');
    }
    case 'problem':
      if (verdict.cause?.finding.code === 'upgrade.in-progress') return messages.phrase('verdict.headline.upgrade');
      if (verdict.cause?.confidence === 'likely') return messages.phrase('verdict.headline.likely', { title });
      if (verdict.cause?.confidence === 'possible') return messages.phrase('verdict.headline.possible', { title });
      return messages.phrase('verdict.headline.problem', { title });
  }
};

const confidence = ({ verdict, messages }: Scene): string => {
  if (!verdict.cause) return messages.phrase('verdict.confidence.none');
  const { confidence: sure, finding } = verdict.cause;
  return finding.byHand
    ? messages.phrase('verdict.confidence.by-hand', { confidence: messages.phrase(`verdict.word.${sure}`) })
    : messages.phrase(`verdict.confidence.${sure}`);
};

/** Cause first, then what it explains, then what the instance makes of it. */
const chain = (scene: Scene): VerdictView['chain'] => {
  const { verdict, findings, messages, context } = scene;
  const { cause } = verdict;
  if (verdict.status !== 'problem' || !cause) return [];
  const link = (finding: Finding) => {
    const { title, saw } = messages.finding(finding);
    return { title: say(scene, title), detail: say(scene, saw), status: finding.status };
  };
  // What the instance says stands at the end, whoever looked there.
  const onHost = cause.explains.filter((code) => stepOfCode(code) !== 'status');
  const explained = onHost.flatMap(
    (code) => findings.find((f) => f.code === code && f.status === 'fail' && f !== cause.finding) ?? [],
  );
  const isDown = context.answers.status === 'no';
  return [
    link(cause.finding),
    ...explained.slice(0, 6).map(link),
    {
      title: messages.phrase('verdict.chain.instance-down'),
      detail: messages.phrase(isDown ? 'verdict.chain.instance-down-detail' : 'verdict.chain.instance-not-connected'),
      status: isDown ? 'fail' : 'unknown',
    },
  ];
};

const verdictNext = (scene: Scene): NextView => {
  const { verdict, messages, findings } = scene;
  const away = awayBox(scene);
  const text = messages.next(verdict);
  if (away)
    return { text: say(scene, scene.link === 'lost' ? away : text), actions: [reconnect(scene), ...there(scene)] };
  const again = recheck(scene);
  switch (verdict.next.key) {
    case 'cause': {
      const found = verdict.cause?.finding;
      const own = found ? fixActions(scene, [found]) : [];
      if (own.length > 0) return { text: say(scene, text), actions: [...own, ...again, ...there(scene)] };
      // The cause is for people to mend; the service that it brought down can be started from here afterwards.
      const after = fixActions(scene, findings);
      const first = found ? remedy(scene, found) : text;
      return {
        text: say(scene, after.length > 0 ? messages.phrase('next.start-after', { first }) : text),
        actions: [...again, ...after, ...there(scene)],
      };
    }
    case 'choose-agent':
      return { text: say(scene, text), actions: hasHost(scene) ? [...agentActions(scene), ...again] : there(scene) };
    case 'reconnect':
      return { text: say(scene, text), actions: hasHost(scene) ? [reconnect(scene), ...again] : there(scene) };
    case 'connect-instance':
      return { text: say(scene, text), actions: [goto(scene, 'instance'), ...again] };
    case 'run-the-steps':
      return { text: say(scene, text), actions: [goto(scene, 'status'), ...again] };
    default: {
      const rights = verdict.cause ? [] : findings.flatMap((finding) => lookAs(scene, finding)).slice(0, 1);
      return { text: say(scene, text), actions: [...rights, ...again, ...there(scene)] };
    }
  }
};

/** The step to read on at: where the cause is, or the first thing that is not known. */
const there = (scene: Scene): readonly ActionView[] => {
  const { verdict, findings, context } = scene;
  const step =
    verdict.cause?.finding.step ??
    findings.find((f) => f.status === 'unknown' && context.seen.undecided.includes(f.step))?.step;
  return step === undefined ? [] : [goto(scene, step)];
};

const goto = ({ messages }: Scene, step: Finding['step']): ActionView => ({
  kind: 'goto',
  step,
  label: messages.phrase('action.goto', { step: messages.step(step).label }),
});

/** Several checks may lack the same thing for the same reason; it is said once. */
export const notChecked = (scene: Scene): readonly { readonly title: string; readonly needs: string }[] => {
  const rows = scene.findings
    .filter((f) => f.status === 'unknown')
    .map((finding) => {
      const { title, needs } = scene.messages.finding(finding);
      return { title: say(scene, title), needs: say(scene, needs) };
    });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()].slice(0, 30);
};
