import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src-main/model/finding.ts';
import { buildReport } from '../../../src-main/report/build.ts';
import { renderHtml } from '../../../src-main/report/html.ts';
import { renderText } from '../../../src-main/report/text.ts';
import { columns } from '../../../src-main/report/wrap.ts';
import { cannotTell, diskFull, sample } from './sample.ts';

const text = (input = sample(), width = 80) => renderText(buildReport(input), { colour: false, width });
const HOSTILE = `<img src=x onerror=alert(1)>\x1b[2J\x1b]0;owned\x07\x00\x9b31m\u202eevil\u2066\r\nnext`;

describe('on a terminal', () => {
  test('the verdict and the next action come first', () => {
    expect(text()).toMatchInlineSnapshot(`
      "PROBLEM  No space left on the agent's disk
               host.disk-full · certain · explains service.crash-loop
               mid-ber-02 (ssh, linux) · /opt/mid/agent · MID Server mid-ber-02

      Do this next
        Free at least 2 GB on /opt, then look again.

      What was found
        ✗ problem: No space left on the agent's disk [host.disk-full]
          Saw       /opt has 0 B free of 20 GB.
          Because   The agent must write its logs, work files and upgrades there;
                    without room it stops or never starts.
          Do        Free at least 2 GB on /opt, then look again.

        ✓ 1 check passed

      Not checked
        ? Can't tell what the instance says
          Needs     The instance, which is not connected. Look there yourself and
                    answer by hand.

      Agent: pass → Host: problem
      2 of 3 checks ran · 1 command sent, 1 read-only · connected in 120 ms, looked in
      640 ms, 2.4 s in all, 2 round trips
      "
    `);
  });

  test('which agents there are to choose from, and whose folder is closed, is shown', () => {
    const several: Finding = {
      code: 'locate.several',
      step: 'locate',
      status: 'unknown',
      params: { count: 2, list: 'mid-a (/opt/a), mid-b (/opt/b)' },
      evidence: [],
      check: 'locate.agent',
      needs: 'agent-folder',
    };
    const input = sample({
      findings: [several, cannotTell],
      verdict: { status: 'undetermined', cause: null, next: { key: 'choose-agent', params: {} } },
      coverage: {
        checks: 2,
        ran: 0,
        couldNot: [
          { check: several.check, code: several.code, needs: 'agent-folder' },
          { check: cannotTell.check, code: cannotTell.code, needs: 'agent-folder' },
        ],
      },
    });
    expect(text(input)).toContain('--agent-dir');
    expect(text(input)).toContain('    Saw       2 were found: mid-a (/opt/a), mid-b (/opt/b).\n');
    expect(renderHtml(buildReport(input))).toContain('2 were found: mid-a (/opt/a), mid-b (/opt/b).');
  });

  test('no line is wider than asked for, and nothing is lost', () => {
    const long = sample({ findings: [{ ...diskFull, params: { mount: `/${'x'.repeat(200)}`, free: 0, size: 1 } }] });
    for (const width of [40, 60, 100]) {
      const lines = text(long, width).split('\n');
      expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(width);
      expect(lines.join('').match(/x/g)?.length).toBeGreaterThanOrEqual(200);
    }
  });

  test('colour comes only where it is asked for, and changes no word', () => {
    const report = buildReport(sample());
    const coloured = renderText(report, { colour: true, width: 80 });
    expect(coloured).toContain('\x1b[');
    expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(renderText(report, { colour: false, width: 80 }));
  });

  test('what a host says cannot act on it', () => {
    const input = sample({
      target: { kind: 'ssh', name: HOSTILE, os: 'linux', agentDir: HOSTILE, midName: HOSTILE },
      findings: [{ ...diskFull, params: { mount: HOSTILE, free: 0, size: 1 } }],
      verdict: {
        ...sample().verdict,
        cause: {
          finding: { ...diskFull, params: { mount: HOSTILE, free: 0, size: 1 } },
          confidence: 'likely',
          explains: [],
        },
      },
    });
    const shown = text(input);
    expect(shown).not.toMatch(/[\p{Cf}\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
    expect(shown).toContain('\\x1b[2J');
    expect(shown).toContain('\\u{202e}');
  });

  test('one that could not look says so instead of a verdict', () => {
    const shown = text(
      sample({
        error: { code: 'refused', phase: 'tcp', params: { host: 'mid-ber-02', port: 22 } },
        findings: [],
        path: [],
      }),
    );
    expect(shown).toMatch(/^UNDETERMINED {2}MID Up could not look/);
    expect(shown).toContain('connection.refused');
    expect(shown).not.toContain('What was found');
  });

  test('a warning and an all-clear have their own headline', () => {
    const warn = { ...diskFull, code: 'host.disk-low', status: 'warn' } as const;
    const verdict = { status: 'warning', cause: null, next: { key: 'nothing-to-do', params: {} } } as const;
    expect(text(sample({ verdict, findings: [warn] }))).toMatch(/^WARNING {2}The MID Server can run, with a warning/);
    expect(text(sample({ verdict: { ...verdict, status: 'ok' }, findings: [] }))).toMatch(
      /^OK {2}Nothing is wrong on this host/,
    );
  });
});
