import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../../src-main/model/report.ts';
import { buildReport } from '../../../src-main/report/build.ts';
import { reportJsonSchema } from '../../../src-main/report/schema.ts';
import { cannotTell, diskFull, sample } from './sample.ts';

describe('a report', () => {
  test('fits its schema, and says what the messages say', () => {
    const report = reportSchema.parse(buildReport(sample()));
    expect(report.verdict).toEqual({
      status: 'problem',
      cause: {
        code: 'host.disk-full',
        title: "No space left on the agent's disk",
        step: 'host',
        confidence: 'certain',
        explains: ['service.crash-loop'],
      },
      nextAction: report.findings[0]?.doThis[0],
    });
    expect(report.findings[0]).toMatchObject({ saw: '/opt has 0 B free of 20 GB.', evidence: ['disk'], byHand: false });
    expect(report.error).toBeNull();
  });

  test('is the same whenever it is asked for', () => {
    expect(buildReport(sample())).toEqual(buildReport(sample()));
  });

  test('says why MID Up could not look, and what to do, and claims nothing else', () => {
    const report = reportSchema.parse(
      buildReport(
        sample({
          error: { code: 'refused', phase: 'tcp', params: { host: 'mid-ber-02', port: 22 } },
          verdict: { status: 'ok', cause: null, next: { key: 'nothing-to-do', params: {} } },
          findings: [],
        }),
      ),
    );
    expect(report.verdict).toMatchObject({ status: 'undetermined', cause: null });
    expect(report.error).toMatchObject({ code: 'connection.refused', phase: 'tcp' });
    expect(report.error?.next).not.toBe('');
    expect(report.verdict.nextAction).toBe(report.error?.next);
    expect(report.error?.message).toContain('mid-ber-02');
  });

  test('names what each check that could not run needs', () => {
    const { coverage } = buildReport(
      sample({
        findings: [cannotTell],
        coverage: {
          checks: 1,
          ran: 0,
          couldNot: [{ check: 'host.disk', code: 'host.disk-full', needs: 'agent-folder' }],
        },
      }),
    );
    expect(coverage.couldNot[0]?.why).toMatch(/^Can't tell/);
    expect(coverage.couldNot[0]?.needs).toMatch(/folder/);
  });

  test('says first where root rights were refused', () => {
    const refused = {
      code: 'sudo-denied',
      phase: 'sudo',
      params: { host: 'mid1', user: 'jo', said: 'jo may not' },
    } as const;
    const { coverage, error } = buildReport(sample({ refused }));
    expect(coverage.couldNot[0]).toMatchObject({
      check: 'connection.sudo-denied',
      why: expect.stringMatching(/jo may not/),
    });
    expect(error).toBeNull();
  });

  test('marks what was answered by hand', () => {
    const [finding] = buildReport(
      sample({
        findings: [
          {
            ...diskFull,
            code: 'status.up',
            step: 'status',
            status: 'fail',
            variant: 'by-hand',
            params: {},
            byHand: true,
          },
        ],
      }),
    ).findings;
    expect(finding).toMatchObject({ byHand: true, title: 'The instance does not have the MID Server as Up' });
    expect(finding?.doThis).toHaveLength(1);
  });
});

test('no secret stands in any part of it', () => {
  const secret = 'hunter2-correct-horse';
  const dirty = `password=${secret}`;
  const input = sample({ secrets: [secret] });
  const report = buildReport({
    ...input,
    target: { ...input.target, name: dirty, agentDir: `/opt/${dirty}`, midName: secret },
    findings: [{ ...diskFull, params: { mount: dirty, free: 0, size: 1 } }],
    verdict: {
      ...input.verdict,
      cause: { finding: { ...diskFull, params: { mount: secret } }, confidence: 'certain', explains: [] },
    },
    evidence: input.evidence.map((e) => ({ ...e, where: dirty, text: `a\n${dirty}\nb` })),
    ledger: input.ledger.map((e) => ({ ...e, where: dirty, command: `curl -u mid:${secret}` })),
    error: null,
  });
  expect(JSON.stringify(report)).not.toContain(secret);
  expect(report.evidence[0]?.text.split('\n')).toHaveLength(3);
});

test('the published schema is that of the report', () => {
  const schema = reportJsonSchema() as {
    title: string;
    required: string[];
    properties: Record<string, { const?: string }>;
  };
  expect(schema.title).toBe('midup.report/1');
  expect(schema.required).toEqual(
    expect.arrayContaining(['schema', 'verdict', 'findings', 'coverage', 'ledger', 'error']),
  );
  expect(schema.properties['schema']?.const).toBe('midup.report/1');
});
