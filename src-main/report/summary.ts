import type { Messages } from '../messages/index.ts';
import type { Report } from '../model/report.ts';

/** The verdict in one line without a full stop, for text and page alike. */
export const headline = (report: Report, m: Messages): string => {
  const { status, cause } = report.verdict;
  if (report.error) return m.phrase('report.could-not-run');
  if (status === 'warning') {
    const warnings = report.findings.filter((f) => f.status === 'warn');
    const [only] = warnings;
    return only && warnings.length === 1
      ? m.phrase('verdict.headline.warning', { title: only.title })
      : m.phrase('verdict.headline.warnings', { count: warnings.length });
  }
  if (cause) return cause.title;
  if (status === 'ok') return m.phrase(report.instance ? 'verdict.headline.ok' : 'verdict.headline.ok-host');
  return m.phrase('verdict.headline.undetermined');
};

/** Milliseconds as people read them: "840 ms", "2.4 s". */
export const milliseconds = (value: number): string =>
  value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;

/** "connected in 120 ms, looked in 640 ms, …" */
export const timingsLine = ({ timings }: Report, m: Messages): string =>
  m.phrase('report.timings', {
    connect: milliseconds(timings.connectMs),
    collect: milliseconds(timings.collectMs),
    total: milliseconds(timings.totalMs),
    roundTrips: timings.roundTrips,
  });

/** `saw` is what was seen all the same: which agents there are, whose folder is closed. Empty where nothing was. */
export type NotChecked = { readonly why: string; readonly saw: string; readonly needs: string };

/** What was not checked and what it needs: checks that could not run, and what was answered with "can't tell". */
export const notCheckedRows = (report: Report): readonly NotChecked[] => {
  const unknown = report.findings.filter((f) => f.status === 'unknown');
  const rows = report.coverage.couldNot.map(({ why, needs }) => ({
    why,
    saw: unknown.find((f) => f.title === why)?.saw ?? '',
    needs,
  }));
  const said = new Set(rows.map(({ why }) => why));
  const others = unknown
    .filter((f) => !said.has(f.title))
    .map((f) => ({ why: f.title, saw: f.because ? f.saw : '', needs: f.because || f.saw }));
  // Several checks may lack the same thing for the same reason; it is said once.
  return [...new Map([...rows, ...others].map((row) => [JSON.stringify(row), row])).values()];
};

/** "2026-03-01 02:13:00 UTC" */
export const moment = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;

const ORDER = ['fail', 'warn', 'info'] as const;

/** What is shown one by one: the cause, then fail, warn, info. Unknown ones stand under what was not checked. */
export const causeFirst = (report: Report): readonly Report['findings'][number][] => {
  const all = ORDER.flatMap((status) => report.findings.filter((f) => f.status === status));
  const isCause = (f: (typeof all)[number]) => f.status === 'fail' && f.code === report.verdict.cause?.code;
  return [...all.filter(isCause), ...all.filter((f) => !isCause(f))];
};
