import { describe, expect, test } from 'vitest';
import { buildReport } from '../../../src-main/report/build.ts';
import { renderHtml } from '../../../src-main/report/html.ts';
import { diskFull, sample } from './sample.ts';

const html = (input = sample()) => renderHtml(buildReport(input));

describe('the page', () => {
  test('says the verdict, the action, the evidence and the commands', () => {
    const page = html();
    for (const said of [
      'No space left on the agent&#39;s disk',
      'host.disk-full',
      '/dev/sdb1 20511312',
      'sh (the probes of all steps)',
    ])
      expect(page).toContain(said);
  });

  test('needs nothing else: no script, nothing loaded', () => {
    const page = html();
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|url\(|@import|\son\w+=/i);
    expect(page).toContain(`default-src 'none'`);
  });

  test('has both themes and a printed form', () => {
    expect(html()).toMatch(/prefers-color-scheme: dark[\s\S]*@media print/);
  });

  test('shows what a host says as text, wherever it stands', () => {
    const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e\x1b[2J`;
    const input = sample({
      target: { kind: 'ssh', name: evil, os: 'linux', agentDir: evil, midName: evil },
      findings: [{ ...diskFull, params: { mount: evil, free: 0, size: 1 } }],
    });
    const page = html({
      ...input,
      evidence: input.evidence.map((e) => ({ ...e, id: evil, where: evil, text: `${evil}\n${evil}` })),
      ledger: input.ledger.map((e) => ({ ...e, command: evil, where: evil })),
    });
    expect(page).not.toMatch(/<img|<script/);
    expect(page).not.toMatch(/[\u202e\x1b]/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('a link that is none stays text', () => {
    const report = buildReport(sample());
    const [finding] = report.findings;
    if (!finding) throw new Error('the sample has a finding');
    const page = renderHtml({
      ...report,
      findings: [
        {
          ...finding,
          links: [
            { title: 'good', url: 'https://docs.example/x?a="b"' },
            { title: 'bad', url: 'javascript:alert(1)' },
          ],
        },
      ],
    });
    expect(page).toContain('<a href="https://docs.example/x?a=&quot;b&quot;" rel="noopener noreferrer">good</a>');
    expect(page).not.toContain('javascript:');
  });
});
