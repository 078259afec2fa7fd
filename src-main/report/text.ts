import { type Language, type Messages, messagesFor } from '../messages/index.ts';
import type { Report } from '../model/report.ts';
import { type Paint, paint } from './paint.ts';
import { causeFirst, headline, notCheckedRows, timingsLine } from './summary.ts';
import { visible } from './visible.ts';
import { hanging } from './wrap.ts';

export type TextOptions = {
  readonly colour: boolean;
  /** Columns to wrap at. */
  readonly width: number;
  readonly language?: Language;
};

type Finding = Report['findings'][number];
type Out = { readonly m: Messages; readonly p: Paint; readonly width: number };

/** For a terminal: the verdict and what to do first, then what shows it, then what was not looked at. */
export const renderText = (report: Report, options: TextOptions): string => {
  const out: Out = {
    m: messagesFor(options.language ?? 'en', () => new Date(report.finishedAt)),
    p: paint(options.colour),
    width: Math.min(Math.max(options.width, 40), 120),
  };
  const blocks = [
    head(report, out),
    doNext(report, out),
    ...found(report, out),
    notChecked(report, out),
    foot(report, out),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

const head = (report: Report, { m, p, width }: Out): string[] => {
  const { verdict, target, error } = report;
  const word = m.phrase(`verdict-word.${verdict.status}`);
  const indent = word.length + 2;
  const under = (text: string) => hanging(visible(text), { width, indent, paint: p.quiet });
  const explains = verdict.cause?.explains ?? [];
  const detail = verdict.cause
    ? [
        verdict.cause.code,
        m.phrase(`verdict.word.${verdict.cause.confidence}`),
        ...(explains.length === 0 ? [] : [m.phrase('report.explains', { codes: explains.join(', ') })]),
      ]
    : error
      ? [error.code]
      : [];
  const about = [target.name.includes(target.kind) ? null : target.kind, target.os].filter((t) => t !== null);
  const name = about.length === 0 ? target.name : `${target.name} (${about.join(', ')})`;
  const mid = target.midName === null ? null : `${m.phrase('report.mid-name')} ${target.midName}`;
  return [
    ...hanging(visible(headline(report, m)), {
      width,
      indent,
      first: `${p.verdict(verdict.status, word)}  `,
      paint: p.strong,
    }),
    ...(error ? hanging(visible(error.message), { width, indent }) : []),
    ...(detail.length === 0 ? [] : under(detail.join(' · '))),
    ...under([name, target.agentDir, mid].filter((t) => t !== null).join(' · ')),
  ];
};

const doNext = ({ verdict }: Report, { m, p, width }: Out): string[] => [
  p.strong(m.phrase('report.do-next')),
  ...hanging(visible(verdict.nextAction), { width, indent: 2 }),
];

const found = (report: Report, out: Out): string[][] => {
  const { m, p } = out;
  const passed = report.findings.filter((f) => f.status === 'pass').length;
  const blocks = [
    ...causeFirst(report).map((f) => findingLines(f, out)),
    ...(passed === 0 ? [] : [[`  ${p.status('pass')} ${m.phrase('report.passed', { count: passed })}`]]),
  ];
  const [first, ...rest] = blocks;
  return first ? [[p.strong(m.phrase('report.findings')), ...first], ...rest] : [];
};

const findingLines = (f: Finding, { m, p, width }: Out): string[] => {
  const word = m.phrase(`status-word.${f.status}`);
  const remark = f.byHand ? `${f.code}, ${m.phrase('report.by-hand')}` : f.code;
  return [
    ...hanging(visible(`${f.title} [${remark}]`), {
      width,
      indent: 4,
      first: `  ${p.status(f.status)} `,
      paint: p.strong,
      before: `${word}: `,
    }),
    ...labelled(m.phrase('report.saw'), f.saw, width, p),
    ...labelled(m.phrase('report.because'), f.because, width, p),
    ...f.doThis.flatMap((action, i) => labelled(i === 0 ? m.phrase('report.do') : '', action, width, p)),
  ];
};

/** Of what lacks the same thing, this many are named on a terminal; the JSON has all. */
const MOST_OF_A_KIND = 8;

/** What needs the same is said once. */
const notChecked = (report: Report, { m, p, width }: Out): string[] => {
  const groups = Map.groupBy(notCheckedRows(report), ({ needs }) => needs);
  if (groups.size === 0) return [];
  return [
    p.strong(m.phrase('report.not-checked')),
    ...[...groups].flatMap(([needs, rows]) => [
      ...rows
        .slice(0, MOST_OF_A_KIND)
        .flatMap(({ why, saw }) => [
          ...hanging(visible(why), { width, indent: 4, first: `  ${p.status('unknown')} ` }),
          ...labelled(m.phrase('report.saw'), saw, width, p),
        ]),
      ...(rows.length > MOST_OF_A_KIND
        ? [`    ${m.phrase('report.more-not-checked', { count: rows.length - MOST_OF_A_KIND })}`]
        : []),
      ...labelled(m.phrase('report.needs'), needs, width, p),
    ]),
  ];
};

const foot = (report: Report, { m, p, width }: Out): string[] => {
  const { coverage, ledger, path } = report;
  if (report.error && coverage.checks === 0) return [];
  const way = path
    .filter(({ outcome }) => outcome !== 'skipped')
    .map(({ step, outcome }) => `${m.step(step).label}: ${m.phrase(`status-word.${outcome}`)}`);
  const skipped = path.filter(({ outcome }) => outcome === 'skipped').map(({ step }) => m.step(step).label);
  const facts = [
    m.phrase('report.coverage', { ran: coverage.ran, checks: coverage.checks }),
    m.phrase('report.ledger-count', { count: ledger.length, readOnly: ledger.filter((e) => e.readOnly).length }),
    timingsLine(report, m),
  ];
  return [
    way.join(' → '),
    skipped.length === 0 ? '' : m.phrase('report.skipped', { steps: skipped.join(', ') }),
    facts.join(' · '),
  ]
    .filter((line) => line !== '')
    .flatMap((line) => hanging(line, { width, indent: 0, paint: p.quiet }));
};

const LABEL = 10;

const labelled = (label: string, text: string, width: number, p: Paint): string[] =>
  text === '' ? [] : hanging(visible(text), { width, indent: 4 + LABEL, first: `    ${p.quiet(label.padEnd(LABEL))}` });
