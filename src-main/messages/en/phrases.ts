import { shells } from './shells.ts';

/**
 * What the main process says beside findings, steps and connection errors, by key. Templates as in `../types.ts`.
 * `Phrase` calls are checked: each placeholder of the template must be given.
 */
export const phrases = {
  ...shells,

  // What is being done right now. Shown with the time that it has taken so far.
  'progress.connecting': 'Connecting to {host}',
  'progress.reconnecting': 'Connecting to {host} again',
  'progress.reading': 'Reading {file}',
  'progress.looking': 'Looking at {host}',
  'progress.looking-at-step': 'Looking at {host}: {step}',

  // How far a connection had come, inside of a sentence about its failure.
  'phase.config': 'while reading the settings',
  'phase.resolve': 'while looking up the name',
  'phase.tcp': 'while connecting',
  'phase.banner': 'before it named itself',
  'phase.key-exchange': 'during the key exchange',
  'phase.host-key': 'while checking the host key',
  'phase.auth': 'while signing in',
  'phase.shell': 'while starting a shell',
  'phase.sudo': 'while asking sudo',
  'phase.run': 'while a script ran',

  // The two sides on top of the page.
  'side.not-connected': 'not connected',
  'side.connecting': 'connecting',
  'side.ssh': 'SSH as {user}',
  'side.local': 'as {user}',
  'side.practice': 'practice, nothing here is real',
  'side.lost': 'connection lost',
  'side.failed': 'could not connect',
  'side.saved': 'from a saved session, not connected',
  'side.this-computer': 'This computer',
  'side.instance': 'Instance',
  'side.instance-not-connected': 'not connected; answer its steps by hand',
  'side.practice-host': 'Practice: {scenario}',
  'side.evidence-of': 'Evidence: {host}',
  'side.reading': 'reading',
  'side.unopened': 'could not be opened',

  'no-host.evidence':
    'This is saved evidence of {host}: to look at it anew or change anything, connect to the host, or have midup capture run again.',

  // Buttons: verbs; "…" where a question follows.
  'action.recheck': 'Look again',
  'action.recheck-all': 'Look at everything again',
  'action.next': 'Next: {step}',
  'action.goto': 'Go to: {step}',
  'action.start-service': 'Start the service…',
  'action.restart-service': 'Restart the service…',
  'action.remove-stale-pid': 'Remove the pid file…',
  'action.grant-rights': 'Grant the rights…',
  'action.choose-agent-dir': 'Choose {agentDir}',
  'action.reconnect': 'Reconnect',
  'action.look-as': 'Look again with sudo…',
  'action.show-verdict': 'Show the verdict',

  // The box of a step: the next action where no finding gives one.
  'next.looking': 'MID Up is looking. Results appear as they come.',
  'next.passed': 'Nothing to do here. Go on to: {step}.',
  'next.passed-last': 'That was the last step. The verdict says what was found.',
  'next.warned': 'It can go on like this. Look at the remark, then go on to: {step}.',
  'next.by-hand': 'MID Up cannot look here by itself. {hint}',
  'next.unknown': 'This could not be seen. It needs: {needs} You can also look yourself and answer by hand.',
  'next.skipped': 'Skipped. Look at it now, or go on to: {step}.',
  'next.answered': 'Answered by hand: {answer} Go on to: {step}.',
  'next.lost': 'The connection to {host} was lost. What was seen until then is kept. Reconnect to go on.',
  'next.saved': 'This session is saved. Reconnect to look again.',
  'next.hands-off': 'Hands off until the upgrade has ended. It usually takes 5 to 10 minutes when it is left alone.',
  'next.see-cause': 'This follows from something else: {cause}. See the step {step}.',
  'next.start-after': '{first} Then start the service from here; MID Up watches whether it stays up.',

  // Why one is at a step, where it is not simply the next one.
  'reason.crash-loop': 'because the service is in a crash loop',
  'reason.failed-to-start': 'because the service failed to start',
  'reason.upgrade': 'because an upgrade is running',
  'reason.finding': 'because of: {title}',

  // The first word of an answer that was given by hand or not at all.
  'answer.yes': 'Yes.',
  'answer.no': 'No.',
  'answer.unsure': "Can't tell.",
  'answer.by-hand': 'Answered by hand.',
  'answer.skipped': 'Skipped.',
  'answer.looking': 'Looking.',

  // Findings for which a language has no sentence of their own.
  'finding.pass': 'Not seen: {title}',
  'finding.unknown': "Can't tell: {title}",
  'finding.log-saw': '{file} says ({count:count} {count|time|times}, last at {at}): {line}',
  'finding.log-past': 'In the log, but over by now: {title}',
  'finding.log-changed': 'In the log, from before {changed} was changed: {title}',
  'finding.log-restart': 'In the log, and {changed} was changed since, without a restart: {title}',
  'finding.log-restart-do':
    'Restart the MID Server: {changed} was changed after it had started, and is read at the start only. Then look again.',
  'finding.log-old': 'When the log was last written: {title}',
  'finding.on-hold-unknown':
    'First make sure that no upgrade is running, which could not be seen here: connect with sudo, or look at the processes yourself. Only then:',
  'finding.on-hold':
    'Not now: an upgrade is running. Do not start, stop or restart the MID Server before it is over; only then:',
  'finding.by-hand-yes': 'Answered by hand: it is in order.',
  'finding.by-hand-no': 'Answered by hand: it is not in order.',
  'finding.by-hand-unsure': 'Answered by hand: it could not be told.',

  'guard.upgrade':
    'An upgrade is running on this host. Nothing that starts, stops or restarts the MID Server is offered until it has ended.',

  // The change dialog.
  'fix.start-service.title': 'Start the MID Server?',
  'fix.start-service.done': 'Start the MID Server',
  'fix.start-service.proved-by': 'The process stays up for {seconds} s, and the agent log shows a healthy start.',
  'fix.start-service.refused-if': 'An upgrade has begun, the service is running, or the host has changed by then.',
  'fix.start-service.no-undo': 'By hand, by stopping it again:',
  'fix.restart-service.title': 'Restart the MID Server?',
  'fix.restart-service.done': 'Restart the MID Server',
  'fix.restart-service.proved-by': 'The process stays up for {seconds} s, and the agent log shows a healthy start.',
  'fix.restart-service.refused-if': 'An upgrade has begun, the service has stopped, or the host has changed by then.',
  'fix.restart-service.loses':
    'Jobs that the MID Server is working on are broken off; the instance has to send them again. It is Down for a minute or two.',
  'fix.restart-service.no-undo': 'It cannot be taken back: what was under way is broken off.',
  'fix.remove-stale-pid.title': 'Remove the pid file that was left over?',
  'fix.remove-stale-pid.done': 'Remove the pid file',
  'fix.remove-stale-pid.proved-by': 'Looking again: the file is gone. Nothing is started.',
  'fix.remove-stale-pid.refused-if':
    'An upgrade has begun, the service is running, the process is of this agent after all, or the host has changed by then.',
  'fix.remove-stale-pid.no-undo':
    'None is needed: the file names no process of this agent, and its next start writes it anew.',
  'fix.grant-rights.title': 'Grant the rights that are lacking?',
  'fix.grant-rights.done': 'Grant the rights',
  'fix.grant-rights.proved-by':
    'Looking again: the user of the MID Server lacks nothing in its folder. Nothing is started.',
  'fix.grant-rights.refused-if':
    'An upgrade has begun, a path has another owner or mode by then, or it has become a link.',
  'fix.undo.title': 'Take this back: {change}?',
  'fix.undo.done': 'Taken back: {change}',
  'fix.undo.no-undo': 'Make the change again.',
  'fix.undo.proved-by': 'Looking at every path again: mode, owner and group are what they were before the change.',
  'fix.undo.refused-if':
    'An upgrade has begun, or a path has another mode, owner or group than the change left it with. Then none is touched.',
  'fix.result.taken-back': 'It was taken back, and looking again shows that all is as it was before.',
  'fix.result.changed': 'It was changed, and looking again shows that nothing is left to do.',
  'fix.result.not-changed': 'A command did not succeed (exit status {exitCode}); what stands above says why.',
  'fix.result.still': 'The commands ran, but looking again shows that it is not done.',
  'fix.result.held-healthy': 'It runs: the process stayed up for {seconds:duration}, and the agent log says: {line}',
  'fix.result.held-no-line':
    'The process stayed up for {seconds:duration}, but the agent log shows no healthy start yet. Look again in a few minutes.',
  'fix.result.died': 'It started and stopped again after {seconds:duration}.',
  'fix.result.died-reason': 'It started and stopped again after {seconds:duration}: {reason}',
  'fix.result.not-started': 'It did not start (exit status {exitCode}).',
  'fix.result.not-started-reason': 'It did not start (exit status {exitCode}): {reason}',
  'fix.result.refused': 'Nothing was changed. {why}',
  'fix.result.unproven': 'The commands ran, but whether it stays up was not seen: {why}',
  'fix.result.connection':
    'The connection was lost while the command ran, so its result is not known. Reconnect and look again.',
  'fix.result.cancelled': 'Stopped. What had been run stays as it is; look again to see it.',

  // Verdict.
  'verdict.headline.problem': '{title}',
  'verdict.headline.likely': 'Most likely: {title}',
  'verdict.headline.possible': 'Possibly: {title}',
  'verdict.headline.warning': 'The MID Server can run, with a warning: {title}',
  'verdict.headline.warnings': 'The MID Server can run, with {count:count} warnings',
  'verdict.headline.undetermined': "MID Up can't tell yet what is wrong",
  'verdict.headline.undetermined-needs': "MID Up can't tell yet: {title}",
  'verdict.headline.ok-host': 'Nothing is wrong on this host',
  'verdict.headline.ok': 'Nothing is wrong on either side',
  'verdict.headline.upgrade': 'An upgrade is running: leave it alone',
  'verdict.confidence.certain': 'Verdict · certain',
  'verdict.confidence.likely': 'Verdict · likely',
  'verdict.confidence.possible': 'Verdict · possible',
  'verdict.confidence.none': 'Verdict',
  'verdict.confidence.by-hand': 'Verdict · {confidence} · answered by hand',
  'verdict.word.certain': 'certain',
  'verdict.word.likely': 'likely',
  'verdict.word.possible': 'possible',
  'verdict.chain.instance-down': 'Instance says Down',
  'verdict.chain.instance-down-detail': 'It has no fresh heartbeat from this MID Server.',
  'verdict.chain.instance-not-connected': 'Not connected; this is what follows on the instance.',

  // Errors of MID Up itself.
  'error.session.title': 'This session cannot be opened',
  'error.session.next': 'Choose another session, or begin a new one.',
  'error.save.title': 'This session could not be saved',
  'error.save.next':
    'Free disk space on this computer, or check the rights of {folder}; MID Up goes on and tries again.',
  'error.keep.title': 'The secret could not be kept',
  'error.keep.next': 'Go on; you will be asked for it again next time.',
  'secret.forget-failed': 'What is kept could not be removed: {why}',
  'secret.plain-store': "It cannot be kept: this computer's key store would hold it as plain text.",
  'secret.no-store': 'It cannot be kept: this computer has no key store that MID Up can use now.',
  'lost.no-answer': 'the host no longer answers',
  'error.collect.title': 'Not everything could be looked at',
  'error.collect.next': 'Look again. What was seen so far is kept.',
  'error.unexpected.title': 'MID Up has made a mistake',
  'error.unexpected.next': 'Look again, or reconnect. The session up to here is saved.',

  // Why a part of the look has no whole result, by the name of the failure.
  'failure.timeout': 'it took longer than its limit',
  'failure.cancelled': 'it was stopped',
  'failure.connection': 'the connection was lost',
  'failure.denied': 'the host did not allow it',
  'failure.overflow': 'it printed more than MID Up takes',
  'failure.not-started': 'it could not be started',

  // Words for a status, beside its glyph.
  'status-word.pass': 'pass',
  'status-word.warn': 'warning',
  'status-word.fail': 'problem',
  'status-word.unknown': 'unknown',
  'status-word.info': 'note',
  'status-word.skipped': 'skipped',
  'status-word.answered': 'answered by hand',
  'verdict-word.ok': 'OK',
  'verdict-word.warning': 'WARNING',
  'verdict-word.problem': 'PROBLEM',
  'verdict-word.undetermined': 'UNDETERMINED',

  // Report, as text and as a page.
  'report.title': 'MID Server report: {name}',
  'report.explains': 'explains {codes}',
  'report.do-next': 'Do this next',
  'report.could-not-run': 'MID Up could not look',
  'report.findings': 'What was found',
  'report.passed': '{count:count} {count|check|checks} passed',
  'report.not-checked': 'Not checked',
  'report.path': 'The way taken',
  'report.skipped': 'Skipped: {steps}',
  'report.coverage': '{ran:count} of {checks:count} checks ran',
  'report.evidence': 'Evidence',
  'report.evidence-truncated': 'The output was longer than MID Up takes; the rest is missing.',
  'report.evidence-failed': 'Cut off: {why}.',
  'report.ledger': 'Every command that was sent',
  'report.ledger-count': '{count:count} {count|command|commands} sent, {readOnly:count} read-only',
  'report.timings':
    'connected in {connect}, looked in {collect}, {total} in all, {roundTrips:count} round {roundTrips|trip|trips}',
  'report.saw': 'Saw',
  'report.because': 'Because',
  'report.do': 'Do',
  'report.needs': 'Needs',
  'report.more-not-checked': '… and {count:count} more',
  'report.source': 'Source',
  'report.host': 'Host',
  'report.agent': 'Agent',
  'report.mid-name': 'MID Server',
  'report.instance': 'Instance',
  'report.instance-none': 'not connected',
  'report.unknown-value': 'not known',
  'report.by-hand': 'answered by hand',
  'report.made-by': 'Made by MID Up {version} at {at}',
  'report.looked-at': 'Looked at from {from} to {to}',
  'report.status': 'Status',
  'report.time': 'Time',
  'report.command': 'Command',
  'report.exit': 'Exit',
  'report.duration': 'Took',
  'report.read-only': 'read-only',
  'report.changes': 'changes the host',

  // What explains a code.
  'explain.meaning': 'What it means',
  'explain.how': 'How MID Up sees it',
  'explain.do': 'What to do',
  'explain.kb': 'Section of KB0535040',
  'explain.source': 'Source',
  'explain.links': 'Read more',
  'explain.not-in-kb': 'not in KB0535040',
  'explain.connection-how':
    'MID Up tried to connect and this is where it stopped. In a report it stands in error.code; the exit status is 4.',
  'explain.connection-openssh': '{sentence} This does not work on Windows yet.',
  'explain.connection-source': 'MID Up itself: this is about its own way to the host, not about the MID Server.',
  'explain.evidence-how':
    'MID Up tried to open saved evidence and this is where it stopped. On the command line it is a wrong call; the exit status is 3.',
  'explain.evidence-source': 'MID Up itself: this is about a file of midup capture, not about the MID Server.',

  // What is wrong with what was typed as `[user@]host[:port]`; it stands before this.
  'address.no-user': 'has nothing before the @',
  'address.no-host': 'names no host',
  'address.brackets': 'has brackets around something that is not an IPv6 address',
  'address.not-a-host': 'is not a host name',
  'address.not-a-user': 'has no valid user name',
  'address.no-port': 'has a port that is not a number from 1 to 65535',

  // Prompts and lines of the terminal.
  'connection.time-limit': 'The time limit of {lookLimit} s was reached while connecting to {host} ({phase}).',
  'connection.more-time': 'Allow more time: a higher --timeout.',
  'connection.told': 'Before that, the host said: {told}',
  'connection.only-ssh': 'The ssh configuration sets {unsupported} for this host, which only ssh itself honours.',
  'connection.unsupported':
    "The ssh configuration sets {unsupported} for this host, which only ssh itself honours: go through this computer's own ssh (SSH client in the sign-in options, --ssh-client openssh on the command line).",
  'terminal.password': 'Password of {user} on {host}: ',
  'terminal.password-again': 'That was not accepted. Password of {user} on {host}: ',
  'terminal.passphrase': 'Passphrase of {file}: ',
  'terminal.passphrase-again': 'That did not open it. Passphrase of {file}: ',
  'terminal.sudo-password': 'Password of {owner} on {host} for sudo: ',
  'terminal.sudo-password-again': 'sudo did not accept that. Password of {owner} on {host} for sudo: ',
  'terminal.pin': 'PIN of the security key {key}: ',
  'terminal.pin-again': 'That was not accepted; a security key locks itself after a few wrong ones. PIN of {key}: ',
  'terminal.touch': 'Touch the security key {key}: it waits for you.',
  'terminal.host-says': '{host} says: {said}',
  'terminal.host-waits': 'It goes on by itself, and MID Up waits for it; Ctrl-C ends that.',
  'terminal.host-key':
    'MID Up has not met {host} before, and has sent it no password.\nIts key is {keyType} {fingerprint}\nCompare it with what its administrator gave you.',
  'terminal.host-key-hop': 'This is hop {hop} of {hops} on the way.',
  'terminal.host-key-choice': 'Trust it? yes (and remember in {file}), once, or no: ',
  'terminal.host-key-once':
    'Trust it this time? Your ssh config keeps no known_hosts file for it, so it is asked about each time. once, or no: ',
  'terminal.run-command': 'Your ssh config would run this on this computer: {command}',
  'terminal.run-command-choice': 'Run it? yes or no: ',
  'terminal.without-rights': '{message} Looked at without; what needs it is among what was not checked.',
  'terminal.yes-or-no': 'Answer with one of: {choices}.',
} as const;

export type PhraseKey = keyof typeof phrases;

type Names<T extends string> = T extends `${string}{${infer P}}${infer Rest}` ? NameOf<P> | Names<Rest> : never;
type NameOf<P extends string> = P extends `${infer N}:${string}` ? N : P extends `${infer N}|${string}` ? N : P;

/** What a phrase must be filled with; nothing for one without placeholders. */
export type PhraseParams<K extends PhraseKey> = [Names<(typeof phrases)[K]>] extends [never]
  ? []
  : [params: Readonly<Record<Names<(typeof phrases)[K]>, string | number>>];
