import type { ErrorView, SideView, View } from '../contract/view.ts';
import type { Finding } from '../model/finding.ts';
import type { WizardContext } from './context.ts';
import { allFindings, isEvidence, upgradeRuns } from './outcome.ts';
import { changeViews, fixView } from './view/fix.ts';
import { nextView } from './view/next.ts';
import {
  cleanParams,
  failFirst,
  findingView,
  hostName,
  keyed,
  type ProjectOptions,
  quote,
  type Scene,
  say,
  targetName,
} from './view/say.ts';
import { stepViews } from './view/steps.ts';
import { notChecked, verdictView } from './view/verdict.ts';

export type { ProjectOptions } from './view/say.ts';

/** As much of a snapshot of the machine as the view is made of. */
export type WizardPicture = {
  readonly value: {
    readonly flow: string | object;
    readonly link: string;
    readonly look: string;
    readonly fix: string;
  };
  readonly context: WizardContext;
};

/** Bytes of JSON that a view stays below: it is pushed whole, many times a second. */
export const MAX_VIEW = 50_000;
const SIZES = [
  { cap: 600, most: 80 },
  { cap: 300, most: 80 },
  { cap: 120, most: 60 },
  { cap: 60, most: 20 },
];

/** The whole picture of where the wizard is, in words. Pure. Long sentences are cut until the view is small enough. */
export const projectView = (picture: WizardPicture, options: ProjectOptions): Omit<View, 'revision'> => {
  const findings = allFindings(picture.context).map((finding) => ({
    ...finding,
    params: cleanParams(finding.params, options.clean),
  }));
  const verdict = options.decide(findings);
  const messages = isEvidence(picture.context.target) ? options.messages.ofEvidence() : options.messages;
  let view: Omit<View, 'revision'> | undefined;
  for (const { cap, most } of SIZES) {
    view = project({
      ...options,
      messages,
      context: picture.context,
      screen: screenOf(picture),
      link: picture.value.link,
      fixState: picture.value.fix,
      findings,
      verdict,
      cap,
      most,
    });
    if (JSON.stringify(view).length < MAX_VIEW) break;
  }
  return view as Omit<View, 'revision'>;
};

const screenOf = ({ value: { flow } }: WizardPicture): Scene['screen'] => {
  if (typeof flow === 'object') return 'guide';
  return flow === 'verdict' ? 'verdict' : 'connect';
};

const project = (scene: Scene): Omit<View, 'revision'> => {
  const { context, findings, screen, messages } = scene;
  return {
    screen,
    sessionId: context.sessionId,
    savedAt: context.savedAt,
    target: context.target,
    host: hostSide(scene),
    instance: {
      name: messages.phrase('side.instance'),
      detail: messages.phrase('side.instance-not-connected'),
      state: 'none',
    },
    noHost: scene.link === 'evidence' ? messages.phrase('no-host.evidence', { host: hostName(scene) }) : null,
    steps: stepViews(scene),
    current: context.current,
    findings: keyed(failFirst(findings, scene.verdict).slice(0, scene.most)).map(({ key, finding }) =>
      findingView(scene, finding, key),
    ),
    next: screen === 'connect' ? { text: '', actions: [] } : nextView(scene),
    verdict: screen === 'verdict' ? verdictView(scene) : null,
    guard: upgradeRuns(context) ? messages.phrase('guard.upgrade') : null,
    runToEnd: context.runToEnd,
    canBack: screen === 'verdict' || (screen === 'guide' && context.trail.length > 0),
    coverage: coverageView(scene),
    progress: progressView(scene),
    prompts: context.prompts,
    fix: fixView(scene),
    changes: changeViews(scene),
    error: errorView(scene),
    note: context.note,
  };
};

const hostSide = (scene: Scene): SideView => {
  const { context, messages, link } = scene;
  const name = hostName(scene);
  const failed = context.failure !== null;
  switch (link) {
    case 'opening':
    case 'reopening':
      return {
        name: targetName(scene, context.target),
        detail: messages.phrase(isEvidence(context.target) ? 'side.reading' : 'side.connecting'),
        state: 'connecting',
      };
    case 'open':
      return { name, detail: openDetail(scene), state: 'open' };
    case 'lost':
      return { name, detail: lostDetail(scene), state: 'lost' };
    case 'evidence':
      return { name, detail: '', state: 'evidence', ...(context.captured && { at: context.captured.finishedAt }) };
    case 'saved':
      return { name, detail: messages.phrase('side.saved'), state: 'saved' };
    default:
      return failed
        ? {
            name: targetName(scene, context.target),
            detail: messages.phrase(isEvidence(context.target) ? 'side.unopened' : 'side.failed'),
            state: 'failed',
          }
        : { name: '', detail: messages.phrase('side.not-connected'), state: 'none' };
  }
};

/** The error beside it says why: of the loss, or of the attempt to get it back. */
const lostDetail = ({ context, messages }: Scene): string =>
  context.failure?.code === 'lost' ? messages.phrase('side.lost') : messages.phrase('side.failed');

const openDetail = (scene: Scene): string => {
  const { context, messages } = scene;
  const user = quote(scene, context.host?.user ?? '');
  const how =
    context.host?.kind === 'practice'
      ? messages.phrase('side.practice')
      : messages.phrase(context.host?.kind === 'ssh' ? 'side.ssh' : 'side.local', { user });
  const located = context.seen.findings.find(({ code }) => code === 'locate.found' || code === 'locate.unreadable');
  const agent = context.agentDir ?? located?.params['dir'];
  return agent === undefined ? how : `${how} · ${quote(scene, String(agent))}`;
};

/** Checks, not findings: each counts once, by the worst it said. One that had nothing to say has passed. */
const coverageView = (scene: Scene): View['coverage'] => {
  const { findings, coverage } = scene.context.seen;
  const said = new Map<string, Set<Finding['status']>>();
  for (const { check, status } of findings) said.set(check, (said.get(check) ?? new Set()).add(status));
  const take = (status: Finding['status']) => {
    const such = [...said].filter(([, statuses]) => statuses.has(status));
    for (const [check] of such) said.delete(check);
    return such.length;
  };
  const [fail, warn, unknown] = [take('fail'), take('warn'), take('unknown')];
  return {
    checks: coverage.checks,
    pass: Math.max(0, coverage.checks - fail - warn - unknown),
    warn,
    fail,
    unknown,
    couldNot: notChecked(scene),
  };
};

const progressView = (scene: Scene): View['progress'] => {
  const { context, messages } = scene;
  if (context.connectingSince !== null) {
    const host = targetName(scene, context.target);
    if (isEvidence(context.target))
      return {
        label: messages.phrase('progress.reading', { file: host }),
        since: context.connectingSince,
        done: 0,
        total: 0,
      };
    const label = messages.phrase(scene.link === 'reopening' ? 'progress.reconnecting' : 'progress.connecting', {
      host,
    });
    return { label, since: context.connectingSince, done: 0, total: 0 };
  }
  if (context.looking === null) return null;
  const { scope, since, done, total } = context.looking;
  const host = hostName(scene);
  const [only, ...more] = scope === 'all' ? [] : scope;
  const label =
    only !== undefined && more.length === 0
      ? messages.phrase('progress.looking-at-step', { host, step: messages.step(only).label })
      : messages.phrase('progress.looking', { host });
  return { label, since, done, total };
};

const errorView = (scene: Scene): ErrorView | null => {
  const { messages, context } = scene;
  const { failure } = context;
  if (failure === null) return null;
  if (failure.phase === 'run' && failure.code === 'failed' && context.host !== null)
    return {
      code: 'connection.failed',
      title: messages.phrase('error.collect.title'),
      message: quote(scene, String(failure.params['why'] ?? '')),
      next: [messages.phrase('error.collect.next')],
    };
  const params = cleanParams(failure.params, scene.clean);
  const isFile = failure.phase === 'evidence';
  const { title, message, next, viaOpenssh } = isFile
    ? { ...messages.evidenceError({ ...failure, params }), viaOpenssh: false }
    : messages.connection({ ...failure, params });
  const sentences = next.filter((text) => text !== '').map((text) => say(scene, text));
  return {
    code: `${isFile ? 'evidence' : 'connection'}.${failure.code}`,
    title: say(scene, title),
    message: say(scene, message),
    next: sentences.length > 0 ? sentences : [messages.phrase('error.unexpected.next')],
    ...(viaOpenssh && { viaOpenssh }),
  };
};
