import { describe, expect, test } from 'vitest';
import { judge } from '../../../../src-main/checks/judge.ts';
import { messagesFor } from '../../../../src-main/messages/index.ts';
import { AGENT, evidenceOf, located, NOW, service, upgrade } from '../../../fakes/evidence.ts';
import { flawsOf } from '../../../fakes/sentences.ts';

const TEMP = `${AGENT}/work/upgrade_temp/1234`;
const LOG = `${TEMP}/upgrade-wrapper/logs/glide-dist-upgrade.log`;
const START = ' INFO | jvm 1 | 2026/11/22 09:50:00.000 | ***********UPGRADE MAIN LOGIN START***********';
const END = ' INFO | jvm 1 | 2026/11/22 09:52:00.000 | ***********UPGRADE MAIN LOGIN END***********';

const judged = (...lines: readonly string[]) => {
  const { findings } = judge([located(), upgrade(...lines)], { complete: true, steps: ['upgrade'] });
  const own = findings.filter((f) => f.check === 'upgrade.progress');
  expect(own.flatMap(flawsOf)).toEqual([]);
  return own[0];
};
const log = (ago: number, ...lines: readonly string[]) => [
  `:log 1 ${NOW - ago} 500 ${LOG}`,
  '@log1 tail -n 40',
  ...lines,
  '=0',
];
const agentLog = (ago: number, ...lines: readonly string[]) => [
  `:agent-log-time ${NOW - ago}`,
  '@agent-log upgrades',
  ...lines,
  '=0',
];

describe('an upgrade', () => {
  test('is none where there is no sign of one, and where its leftovers are old', () => {
    expect(judged()).toMatchObject({ code: 'upgrade.none', status: 'pass' });
    expect(
      judged(`:temp ${NOW - 900_000} ${TEMP}`, ...log(900_000, START, END), `:agent-log-time ${NOW - 20}`),
    ).toMatchObject({ code: 'upgrade.none' });
  });

  test('is in progress while its process is there', () => {
    const process = `:process 812 here java -cp ${TEMP}/upgrade-wrapper/lib/x.jar`;
    expect(judged(process)).toMatchObject({ code: 'upgrade.in-progress', status: 'fail', variant: 'no-time' });
    expect(judged(process, ...log(12, START))).toMatchObject({
      code: 'upgrade.in-progress',
      params: { quiet: 12 },
      evidence: [{ id: 'upgrade', lines: [4] }],
    });
  });

  test('may be that of another agent, which is not called stuck', () => {
    expect(judged(':process 812 elsewhere java upgrade-wrapper', `:temp ${NOW - 900_000} ${TEMP}`)).toMatchObject({
      code: 'upgrade.in-progress',
    });
  });

  test.each([
    [1800, 'upgrade.in-progress'],
    [1801, 'upgrade.stuck'],
  ])('whose process wrote nothing for %i s is %s', (ago, code) => {
    expect(judged(':process 812 here java upgrade-wrapper', ...log(ago, START))).toMatchObject({
      code,
      status: 'fail',
    });
  });

  test.each([
    [300, [START], 'upgrade.in-progress'],
    [301, [START, ' INFO | jvm 1 | 2026/11/22 09:51:00.000 | Copying lib'], 'upgrade.failed'],
    [
      400,
      [START, ' ERROR | jvm 1 | 2026/11/22 09:51:00.000 | com.snc.dist.mid_upgrade.UpgradeException: no', END],
      'upgrade.failed',
    ],
    [
      20,
      [START, ' ERROR | jvm 1 | 2026/11/22 09:51:00.000 | com.snc.dist.mid_upgrade.UpgradeException: no', END],
      'upgrade.failed',
    ],
    [400, [START, END], 'upgrade.none'],
    [100, [START, END], 'upgrade.in-progress'],
    [400, [' nothing known'], 'upgrade.none'],
  ])('whose log was written %i s ago with %o is %s', (ago, lines, code) => {
    expect(judged(...log(ago, ...lines))).toMatchObject({ code });
  });

  test('gives the reason that its log ends with', () => {
    expect(
      judged(...log(400, START, ' ERROR | jvm 1 | 2026/11/22 09:51:00.000 | Unable to delete file /x')),
    ).toMatchObject({
      params: { reason: 'Unable to delete file /x', path: LOG },
      certainty: 'likely',
    });
  });

  test('is over once the agent has written since', () => {
    const broken = log(400, START, ' ERROR | jvm 1 | 2026/11/22 09:51:00.000 | Unable to delete file /x');
    expect(judged(...broken, `:agent-log-time ${NOW - 100}`)).toMatchObject({ code: 'upgrade.none' });
  });

  const said = (time: string, text: string) => ` 2026-11-22T${time}.000+0000 INFO (AutoUpgrade.3600) [X:1] ${text}`;
  test('is told by the time zone of the agent log, whatever that of the host', () => {
    const inZone = (time: string, zone: string) =>
      judged(
        ...agentLog(60, ` 2026-11-22T${time}.000${zone} INFO (X) [X:1] Stopping MID server. Bootstrapping upgrade`),
      );
    expect(inZone('15:29:00', '+0530')).toMatchObject({ code: 'upgrade.in-progress', params: { quiet: 60 } });
    expect(inZone('04:59:00', '-05:00')).toMatchObject({ code: 'upgrade.in-progress', params: { quiet: 60 } });
    expect(inZone('09:59:00', '+0100')).toMatchObject({ code: 'upgrade.failed' });
  });

  test('that ended well left a service that nobody has started, and did not fail', () => {
    const stops = agentLog(2400, said('09:20:00', 'Stopping MID server. Bootstrapping upgrade'));
    expect(judged(...log(2200, START, END), ...stops)).toMatchObject({
      code: 'upgrade.none',
      variant: 'ended',
      params: { ago: 2200 },
    });
  });

  test('is as old as its text where its log was copied or restored', () => {
    const old = (...more: readonly string[]) =>
      log(2, ...[START, ...more].map((line) => line.replaceAll('2026/11/22', '2026/10/21')));
    expect(judged(...old(END))).toMatchObject({ code: 'upgrade.none' });
    expect(judged(...old(END), `:agent-log-time ${NOW - 1}`)).toMatchObject({ code: 'upgrade.none' });
    // It broke off a month ago; the agent has written since.
    expect(judged(...old(), `:agent-log-time ${NOW - 1}`)).toMatchObject({ code: 'upgrade.none' });
    // Hours may be those of another time zone.
    expect(judged(...log(2, START.replace('09:50', '04:30')))).toMatchObject({ code: 'upgrade.in-progress' });
  });

  test.each([
    [[said('09:59:00', 'Stopping MID server. Bootstrapping upgrade')], 'upgrade.in-progress'],
    [[said('09:59:00', 'Setting mid status to Upgrading')], 'upgrade.in-progress'],
    [[said('09:00:00', 'Setting mid status to Upgrading')], 'upgrade.none'],
    [
      [said('09:59:00', 'Setting mid status to Upgrading'), said('09:59:30', 'Setting mid status to Upgrade Failed')],
      'upgrade.none',
    ],
    [
      [said('09:59:00', 'Stopping MID server. Bootstrapping upgrade'), said('09:59:30', 'MID Server started')],
      'upgrade.none',
    ],
    [[' 11/22/26 09:59:00 (001) AutoUpgrade.3600 Extracting package x to y'], 'upgrade.in-progress'],
    [[said('09:59:00', 'Performing pre-upgrade validation tests.')], 'upgrade.none'],
  ])('of which the agent log says %o is %s', (lines, code) => {
    expect(judged(...agentLog(5, ...lines))).toMatchObject({ code });
  });

  test('is not stuck where something moved between two looks, and says so', () => {
    const old = [':process 812 here java upgrade-wrapper', ...log(7200, START)];
    expect(judged(...old, ':second-look 3 no')).toMatchObject({
      code: 'upgrade.stuck',
      params: { quiet: 7200, pid: 812, log: LOG },
    });
    expect(judged(...old, ':second-look 1 yes')).toMatchObject({
      code: 'upgrade.in-progress',
      variant: 'growing',
      params: { seconds: 1 },
    });
    expect(judged(...log(200, START), ':second-look 3 no')).toMatchObject({ variant: 'still', params: { quiet: 200 } });
    expect(judged(...log(900, START), ':second-look 2 yes')).toMatchObject({ code: 'upgrade.in-progress' });
  });

  test('that has never written is stuck once its process is as old', () => {
    expect(judged(':process 812 here java upgrade-wrapper', ':process-age 812 1801')).toMatchObject({
      code: 'upgrade.stuck',
      params: { quiet: 1801 },
    });
    expect(judged(':process 812 here java upgrade-wrapper', ':process-age 812 1700')).toMatchObject({
      code: 'upgrade.in-progress',
    });
  });

  test('for which the agent stopped, and that never came, has failed', () => {
    const over = said('09:00:00', 'Stopping MID server. Bootstrapping upgrade');
    expect(judged(`:temp ${NOW - 3700} ${TEMP}`, ...agentLog(3600, over))).toMatchObject({
      code: 'upgrade.failed',
      variant: 'never-began',
      certainty: 'likely',
      params: { temp: TEMP },
    });
    expect(judged(...agentLog(5, over, said('09:02:00', 'MID Server started')))).toMatchObject({
      code: 'upgrade.none',
    });
  });

  test('lets nothing else be done meanwhile, whatever is wrong', () => {
    const missing = evidenceOf('config', [':config-path /x/config.xml', ':config-state missing']);
    const { findings } = judge([located(), upgrade(...log(10, START)), missing], { complete: false });
    const others = findings.filter((f) => f.step !== 'upgrade' && (f.status === 'fail' || f.status === 'warn'));
    expect(others.length).toBeGreaterThan(0);
    for (const f of others) expect(messagesFor('en').finding(f).doThis[0]).toMatch(/^Not now: an upgrade is running/);
    const free = judge([located(), upgrade(), missing], { complete: false }).findings;
    expect(free.some((f) => f.onHold)).toBe(false);
  });

  test('that could not be seen has the service wait, and nothing else', () => {
    const stopped = service(':pid-file-state missing', `:pid-file ${AGENT}/work/mid.pid`);
    const missing = evidenceOf('config', [':config-path /x/config.xml', ':config-state missing']);
    const closed = evidenceOf('upgrade', [`:now ${NOW}`, ':folder unreadable']);
    const [held, ...rest] = judge([located(), stopped, closed, missing], { complete: false }).findings.filter(
      (f) => f.onHold === 'upgrade-unknown',
    );
    expect(rest).toEqual([]);
    expect(held?.code).toBe('service.stopped');
    expect(held && messagesFor('en').finding(held).doThis).toEqual([
      expect.stringMatching(/^First make sure that no upgrade is running/),
      'Start the service.',
    ]);
  });

  test('is unknown where nothing could be seen', () => {
    const closed = evidenceOf('upgrade', [`:now ${NOW}`, ':folder unreadable']);
    expect(judge([located(), closed], { complete: true, steps: ['upgrade'] }).findings[0]).toMatchObject({
      status: 'unknown',
      needs: 'read-rights',
    });
    expect(judged(':processes hidden')).toMatchObject({ status: 'unknown', needs: 'root' });
    expect(
      judge([located(), evidenceOf('upgrade', ['garbage'])], { complete: true, steps: ['upgrade'] }).findings[0],
    ).toMatchObject({ status: 'unknown' });
  });
});
