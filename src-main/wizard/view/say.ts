import type { FindingView } from '../../contract/view.ts';
import type { Messages } from '../../messages/index.ts';
import type { Finding, FindingStatus, Params } from '../../model/finding.ts';
import type { FixId } from '../../model/fix.ts';
import type { Target } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { WizardContext } from '../context.ts';

/** What turns the machine's picture into sentences; given from outside, for the wizard judges nothing itself. */
export type ProjectOptions = {
  readonly messages: Messages;
  decide(findings: readonly Finding[]): Verdict;
  /** Which finding codes a change is offered for. */
  readonly fixes: readonly { readonly id: FixId; readonly answers: readonly string[] }[];
  /** Takes secrets out of what came from a host. Our own sentences need none of it: only what they are filled with. */
  clean(text: string): string;
};

/** The parts of one projection: the context, where the regions stand, and how to say things. */
export type Scene = ProjectOptions & {
  readonly context: WizardContext;
  readonly screen: 'connect' | 'guide' | 'verdict';
  readonly link: string;
  readonly fixState: string;
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  /** Longest sentence, in characters. */
  readonly cap: number;
  /** Most findings shown. */
  readonly most: number;
};

const ORDER: readonly FindingStatus[] = ['fail', 'warn', 'unknown', 'info', 'pass'];

/** What is worse goes before what is not so bad; among equals, the verdict's cause before what it explains. */
export const failFirst = (findings: readonly Finding[], { cause }: Verdict): readonly Finding[] => {
  const rank = (finding: Finding) => 2 * ORDER.indexOf(finding.status) + (finding === cause?.finding ? 0 : 1);
  return findings.toSorted((a, b) => rank(a) - rank(b));
};

/** One sentence, bounded. Control characters other than a newline have no business on a page. */
export const say = (scene: Pick<Scene, 'cap'>, text: string, cap = scene.cap): string => {
  const plain = text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
  return plain.length > cap ? `${plain.slice(0, cap - 1).toWellFormed()}…` : plain;
};

/** What a host, a log or a user's typing gave, as it may be shown. */
export const quote = (scene: Pick<Scene, 'cap' | 'clean'>, text: string): string => say(scene, scene.clean(text));

/** Without the secrets that a value may hold, in the case of text that was judged raw. */
export const cleanParams = (params: Params, clean: (text: string) => string): Params =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value]),
  );

const MAX_LINES = 50;

export const findingView = (scene: Scene, finding: Finding, key: string): FindingView => {
  const said = scene.messages.finding(finding);
  return {
    key,
    code: finding.code,
    step: finding.step,
    status: finding.status,
    title: say(scene, said.title),
    saw: say(scene, said.saw),
    because: say(scene, said.because),
    doThis: said.doThis.slice(0, 8).map((text) => say(scene, text)),
    needs: say(scene, said.needs),
    ...(finding.needs ? { need: finding.needs } : {}),
    kbSection: said.kbSection,
    links: said.links,
    evidence: finding.evidence.slice(0, 8).map(({ id, lines }) => ({ id, lines: (lines ?? []).slice(0, MAX_LINES) })),
    byHand: finding.byHand ?? false,
  };
};

/** Keys stay the same while findings come and go around them: by check and code, and a count where those repeat. */
export const keyed = (findings: readonly Finding[]): readonly { readonly key: string; readonly finding: Finding }[] => {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const base = `${finding.check}/${finding.code}`;
    const n = (counts.get(base) ?? 0) + 1;
    counts.set(base, n);
    return { key: n === 1 ? base : `${base}/${n}`, finding };
  });
};

/** How the user named where the MID Server is. */
export const targetName = (scene: Scene, target: Target | null): string => {
  switch (target?.kind) {
    case undefined:
      return '';
    case 'local':
      return scene.messages.phrase('side.this-computer');
    case 'ssh':
      return quote(scene, target.address);
    case 'practice':
      return scene.messages.phrase('side.practice-host', { scenario: quote(scene, target.scenario) });
    case 'evidence':
      return quote(scene, target.file);
  }
};

export const hostName = (scene: Scene): string => {
  const { host, target } = scene.context;
  const isNamed = host?.kind === 'ssh' || host?.kind === 'evidence';
  return (isNamed && quote(scene, host.name)) || targetName(scene, target);
};
