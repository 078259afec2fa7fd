import { type Language, type Messages, messagesFor } from '../messages/index.ts';
import type { Report } from '../model/report.ts';
import { badge, block, facts, link, section, text } from './html-parts.ts';
import { STYLE } from './html-style.ts';
import { causeFirst, headline, milliseconds, moment, notCheckedRows, timingsLine } from './summary.ts';

type Finding = Report['findings'][number];

const BADGE = { ok: 'pass', warning: 'warn', problem: 'fail', undetermined: 'unknown' } as const;

/** One file that needs nothing else: no script, nothing loaded, both themes, and a policy that keeps it so. */
export const renderHtml = (report: Report, options: { readonly language?: Language } = {}): string => {
  const language = options.language ?? 'en';
  const m = messagesFor(language, () => new Date(report.finishedAt));
  const title = text(m.phrase('report.title', { name: report.target.name }));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${[head(report, m), found(report, m), notChecked(report, m), way(report, m), evidence(report, m), ledger(report, m), foot(report, m)].filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
};

const head = (report: Report, m: Messages): string => {
  const { verdict, target, instance, error } = report;
  const unknown = text(m.phrase('report.unknown-value'));
  const cause = verdict.cause;
  const detail = cause
    ? `<p class="muted"><code>${text(cause.code)}</code> · ${text(m.phrase(`verdict.word.${cause.confidence}`))}${
        cause.explains.length === 0
          ? ''
          : ` · ${text(m.phrase('report.explains', { codes: cause.explains.join(', ') }))}`
      }</p>`
    : error
      ? `<p>${text(error.message)}</p><p class="muted"><code>${text(error.code)}</code></p>`
      : '';
  return `<header>
${badge(BADGE[verdict.status], m.phrase(`verdict-word.${verdict.status}`))}
<h1>${text(headline(report, m))}</h1>
${detail}
<div class="next"><h2>${text(m.phrase('report.do-next'))}</h2><p>${text(verdict.nextAction)}</p></div>
${facts('facts', [
  [m.phrase('report.host'), text([target.name, target.kind, target.os].filter((t) => t !== null).join(', '))],
  [m.phrase('report.agent'), target.agentDir === null ? unknown : `<code>${text(target.agentDir)}</code>`],
  [m.phrase('report.mid-name'), target.midName === null ? unknown : text(target.midName)],
  [
    m.phrase('report.instance'),
    text(
      instance
        ? [instance.url, instance.status, instance.lastHeartbeat].filter((t) => t !== null).join(', ')
        : m.phrase('report.instance-none'),
    ),
  ],
  [
    m.phrase('report.time'),
    text(m.phrase('report.looked-at', { from: moment(report.startedAt), to: moment(report.finishedAt) })),
  ],
])}
</header>`;
};

const found = (report: Report, m: Messages): string => {
  const shown = causeFirst(report);
  const passed = report.findings.filter((f) => f.status === 'pass');
  const folded =
    passed.length === 0
      ? ''
      : `<details><summary>${badge('pass', m.phrase('report.passed', { count: passed.length }))}</summary>${passed.map((f) => finding(f, m)).join('')}</details>`;
  return section(m.phrase('report.findings'), shown.map((f) => finding(f, m)).join('') + folded);
};

const finding = (f: Finding, m: Messages): string => {
  const actions = f.doThis.length === 0 ? '' : `<ol>${f.doThis.map((a) => `<li>${text(a)}</li>`).join('')}</ol>`;
  const source = [
    `<code>${text(f.code)}</code>`,
    ...(f.byHand ? [text(m.phrase('report.by-hand'))] : []),
    ...f.evidence.map((id) => `<a href="#evidence-${text(id)}">${text(id)}</a>`),
    ...f.links.map(({ title, url }) => link(title, url)),
  ].join(' · ');
  return `<article class="finding"><h3>${badge(f.status, m.phrase(`status-word.${f.status}`))} <span>${text(f.title)}</span></h3>${facts(
    '',
    [
      [m.phrase('report.saw'), text(f.saw)],
      [m.phrase('report.because'), text(f.because)],
      [m.phrase('report.do'), actions],
      [m.phrase('report.source'), `<span class="muted">${source}</span>`],
    ],
  )}</article>`;
};

const notChecked = (report: Report, m: Messages): string => {
  const rows = notCheckedRows(report).map(
    ({ why, saw, needs }) =>
      `<li>${badge('unknown', why)}${saw === '' ? '' : `<br>${text(saw)}`}<br><span class="muted">${text(needs)}</span></li>`,
  );
  return section(m.phrase('report.not-checked'), rows.length === 0 ? '' : `<ul class="plain">${rows.join('')}</ul>`);
};

const way = ({ path }: Report, m: Messages): string => {
  const steps = path.map(({ step, outcome }) => {
    const word = `${m.step(step).label}: ${m.phrase(`status-word.${outcome}`)}`;
    return `<li>${badge(outcome === 'skipped' || outcome === 'answered' ? 'info' : outcome, word)}</li>`;
  });
  return section(m.phrase('report.path'), steps.length === 0 ? '' : `<ol class="way">${steps.join('')}</ol>`);
};

const evidence = (report: Report, m: Messages): string =>
  section(
    m.phrase('report.evidence'),
    report.evidence
      .map((e) => {
        const remarks = [
          e.where,
          moment(e.at),
          milliseconds(e.ms),
          ...(e.exitCode === null ? [] : [`${m.phrase('report.exit')} ${e.exitCode}`]),
          ...(e.failed === null ? [] : [m.phrase('report.evidence-failed', { why: e.failed })]),
          ...(e.truncated ? [m.phrase('report.evidence-truncated')] : []),
        ];
        return `<details id="evidence-${text(e.id)}"><summary><code>${text(e.id)}</code> <span class="muted">${text(remarks.join(' · '))}</span></summary>${block(e.text)}</details>`;
      })
      .join(''),
  );

const ledger = (report: Report, m: Messages): string => {
  const labels = (['time', 'host', 'command', 'exit', 'duration', 'status'] as const).map((key) =>
    text(m.phrase(`report.${key}`)),
  );
  const rows = report.ledger.map(
    (e) =>
      `<tr><td>${e.n}</td><td>${text(moment(e.at))}</td><td>${text(e.where)}</td><td><code>${text(e.command)}</code></td><td>${e.exitCode ?? ''}</td><td>${milliseconds(e.ms)}</td><td>${text(m.phrase(e.readOnly ? 'report.read-only' : 'report.changes'))}</td></tr>`,
  );
  return section(
    m.phrase('report.ledger'),
    rows.length === 0
      ? ''
      : `<table><thead><tr><th></th>${labels.map((l) => `<th>${l}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
};

const foot = (report: Report, m: Messages): string => {
  const { coverage, tool, finishedAt } = report;
  const lines = [
    m.phrase('report.coverage', { ran: coverage.ran, checks: coverage.checks }),
    timingsLine(report, m),
    m.phrase('report.made-by', { version: tool.version, at: moment(finishedAt) }),
  ];
  return `<footer class="muted">${lines.map((l) => `<p>${text(l)}</p>`).join('')}</footer>`;
};
