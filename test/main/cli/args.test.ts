import { describe, expect, test } from 'vitest';
import { parseCall } from '../../../src-main/cli/args.ts';
import { COMMANDS } from '../../../src-main/cli/spec.ts';
import { stepsOf, targetOf, timeoutOf } from '../../../src-main/cli/target.ts';
import { UsageError } from '../../../src-main/cli/usage-error.ts';

/** What `midup …` would do with the words of a line: everything that is checked before anything is connected to. */
const understand = (line: string) => {
  const call = parseCall(line === '' ? [] : line.split(' '));
  return call.command === 'diagnose'
    ? { target: targetOf(call), steps: stepsOf(call), timeoutMs: timeoutOf(call), json: call.on('json') }
    : { command: call.command, words: call.words };
};

describe('a good call', () => {
  test.each([
    ['diagnose --local', { target: { kind: 'local' } }],
    ['diagnose --local --json', { json: true }],
    ['diagnose --ssh ops@mid1:2222', { target: { kind: 'ssh', address: 'ops@mid1:2222' } }],
    ['diagnose --ssh=[fe80::1]:22', { target: { kind: 'ssh', address: '[fe80::1]:22' } }],
    [
      'diagnose --ssh mid1 --jump a --jump b --identity k1 --identity k2 --known-hosts f --accept-new-host-key --user u --ssh-client openssh',
      {
        target: {
          kind: 'ssh',
          address: 'mid1',
          jumps: ['a', 'b'],
          identityFiles: ['k1', 'k2'],
          knownHostsFile: 'f',
          client: 'openssh',
          acceptNewHostKey: true,
          user: 'u',
        },
      },
    ],
    ['diagnose --ssh mid1 --jump jo@a:22,b --jump [::1]:2022', { target: { jumps: ['jo@a:22', 'b', '[::1]:2022'] } }],
    ['diagnose --local --agent-dir /opt/mid/agent --sudo', { target: { agentDir: '/opt/mid/agent', sudo: true } }],
    ['diagnose --local --become-user mid', { target: { sudo: true, becomeUser: 'mid' } }],
    ['diagnose --practice disk-full', { target: { kind: 'practice', scenario: 'disk-full' } }],
    ['diagnose --local --step network --step host', { steps: ['host', 'network'] }],
    ['diagnose --local --step host,network', { steps: ['host', 'network'] }],
    ['diagnose --local --timeout 2.5', { timeoutMs: 2500 }],
    ['--help', { command: 'help', words: [] }],
    ['-h', { command: 'help' }],
    ['help explain', { command: 'help', words: ['explain'] }],
    ['diagnose --help', { command: 'help', words: ['diagnose'] }],
    ['diagnose --local --help', { command: 'help', words: ['diagnose'] }],
    ['--version', { command: 'version' }],
    ['explain host.disk-full', { command: 'explain', words: ['host.disk-full'] }],
    ['practice', { command: 'practice', words: [] }],
  ])('midup %s', (line, understood) => {
    expect(understand(line)).toMatchObject(understood);
  });
});

describe('a wrong call says what is wrong and what to do', () => {
  test.each([
    ['', /give a command, one of diagnose, .*see midup --help/],
    ['diagnos', /no command "diagnos" \(did you mean diagnose\?\)/],
    ['--json diagnose', /the command comes first/],
    ['diagnose', /say where .*--local, --ssh/],
    ['diagnose --local --ssh mid1', /--local and --ssh exclude each other/],
    ['diagnose --shs mid1', /no option "--shs" \(did you mean --ssh.*see midup diagnose --help/],
    ['diagnose --password secret --local', /no option "--password"/],
    ['diagnose --winrm https://mid1', /no option "--winrm"/],
    ['diagnose --ssh', /--ssh needs a value: --ssh \[user@\]host\[:port\]/],
    ['diagnose --ssh --json', /--ssh needs a value/],
    ['diagnose --ssh=', /--ssh needs a value/],
    ['diagnose --local=yes', /--local is a switch/],
    ['diagnose --ssh a --ssh b', /--ssh can be given once only/],
    ['diagnose --local mid1', /"mid1" is one word too many/],
    ['diagnose --local --jump a', /--jump has no meaning with --local/],
    ['diagnose --practice healthy --sudo', /--sudo has no meaning with --practice/],
    ['diagnose --local --step netwrok', /no step "netwrok" \(did you mean network\?\)/],
    ['diagnose --local --timeout 0', /--timeout "0" is no number of seconds/],
    ['diagnose --local --timeout soon', /--timeout "soon"/],
    ['diagnose --local --timeout 1e9', /--timeout "1e9"/],
    ['diagnose --ssh root@', /^--ssh "root@" names no host; give it as --ssh \[user@\]host\[:port\]$/],
    ['diagnose --ssh @mid1', /--ssh "@mid1" has nothing before the @/],
    ['diagnose --ssh mid1:ssh', /--ssh "mid1:ssh" has a port that is not a number from 1 to 65535/],
    ['diagnose --ssh [mid1]', /--ssh "\[mid1\]" has brackets around something that is not an IPv6 address/],
    ['diagnose --ssh mid1;reboot', /--ssh "mid1;reboot" is not a host name/],
    ['diagnose --ssh -l@mid1', /--ssh needs a value/],
    ['diagnose --ssh=-l@mid1', /--ssh "-l@mid1" has no valid user name/],
    ['diagnose --ssh mid1 --jump jo@', /--jump "jo@" names no host; give it as --jump/],
    ['diagnose --ssh mid1 --jump a --jump b:0', /--jump "b:0" has a port/],
    ['diagnose --ssh mid1 --jump a,,b', /--jump "" names no host/],
    ['diagnose -x --local', /no option "-x"/],
    ['version now', /"now" is one word too many/],
    ['help a b', /"b" is one word too many/],
  ])('midup %s', (line, message) => {
    expect(() => understand(line)).toThrow(UsageError);
    expect(() => understand(line)).toThrow(message);
  });

  test('in one line, whatever was typed', () => {
    const evil = `--x\n\x1b[31m\u202e${'y'.repeat(500)}`;
    let message = '';
    expect(() => {
      try {
        parseCall(['diagnose', evil]);
      } catch (error) {
        message = error instanceof Error ? error.message : '';
        throw error;
      }
    }).toThrow(UsageError);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(300);
  });

  test('and no control character goes into a target', () => {
    expect(() => targetOf(parseCall(['diagnose', '--ssh', 'a\nProxyCommand x']))).toThrow(
      '--ssh: must not contain control characters',
    );
  });
});

test('no option takes a secret', () => {
  const names = COMMANDS.flatMap((c) => c.options.map((o) => o.name));
  expect(names.filter((name) => /pass|secret|token|key$/.test(name) && name !== 'accept-new-host-key')).toEqual([]);
});
