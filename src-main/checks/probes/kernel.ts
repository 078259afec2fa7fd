import { defineScriptProbe } from '../define.ts';
import { type Section, type Transcript, wholeNumber } from '../transcript.ts';
import script from './kernel.sh?raw';

/** A line of the kernel's log or of the audit log. */
export type KernelLine = {
  /** Seconds of the epoch, where the line has a time. */
  readonly at: number | undefined;
  readonly text: string;
  readonly line: number;
};

export type KernelEvidence = {
  readonly agentDir: string | undefined;
  readonly now: number | undefined;
  readonly selinux: 'enforcing' | 'permissive' | 'none' | undefined;
  readonly apparmor: boolean;
  /** False where the kernel's log may not be read; undefined where nothing is known of it. */
  readonly kernelLog: boolean | undefined;
  readonly audit: 'read' | 'missing' | 'unreadable' | undefined;
  /** Programs that were ended for want of memory. */
  readonly kills: readonly (KernelLine & { readonly pid: number; readonly program: string })[];
  readonly denials: readonly KernelLine[];
  /** Virus scanners that run, by their programs' names; undefined where nobody looked. */
  readonly scanners: readonly string[] | undefined;
  /** Files of the agent that the log of a scanner names, and whether they are still there. */
  readonly scanned: readonly { readonly path: string; readonly gone: boolean; readonly line: number }[];
  readonly scannerLines: readonly KernelLine[];
  /** Logs of scanners, or of the system, that may not be read. */
  readonly scannersUnread: readonly string[];
};

/** Out-of-memory kills, denials, and what virus scanners did. Sources: dmesg(1); journalctl(1); the kernel's mm/oom_kill.c; auditd(8). */
export const kernelProbe = defineScriptProbe<KernelEvidence>({
  id: 'kernel',
  step: 'host',
  script,
  limitS: 10,
  needsAgent: true,
  parse: (t) => {
    const boot = bootOf(t);
    const lines = [...linesOf(t.section('kernel'), boot), ...linesOf(t.section('audit'), boot)];
    const log = t.value('kernel-log');
    const enforce = t.value('selinux');
    return {
      agentDir: t.value('agent') || undefined,
      now: t.number('now'),
      selinux: enforce === '1' ? 'enforcing' : enforce === '0' ? 'permissive' : t.fact('now') ? 'none' : undefined,
      apparmor: t.value('apparmor') === 'Y',
      kernelLog: log === undefined ? undefined : log !== '',
      audit: AUDIT.find((a) => a === t.value('audit')),
      kills: lines.flatMap((line) => {
        const [, pid, program] = /killed process (\d{1,10})[ ,]+\(?([^\s(),]{1,64})/i.exec(line.text) ?? [];
        const number = wholeNumber(pid);
        return number === undefined || program === undefined ? [] : [{ ...line, pid: number, program }];
      }),
      scanners: t.value('scanners')?.split(' ').filter(Boolean),
      scanned: t.all('scanned').flatMap(({ value, line }) => {
        const [, state, path] = /^(there|gone) (\/.*)$/s.exec(value) ?? [];
        return path ? [{ path, gone: state === 'gone', line }] : [];
      }),
      // A line of a scanner may have no time of its own; its log was last written then.
      scannerLines: t.all('scanner-log').flatMap(({ value }) => {
        const [, n, at] = /^(\d{1,2}) (\d{1,11})$/.exec(value) ?? [];
        return linesOf(t.section(`scanner${n}`), boot).map((line) => ({ ...line, at: wholeNumber(at) }));
      }),
      scannersUnread: t.all('scanner-unread').map((f) => f.value),
      denials: lines.filter(({ text }) => /apparmor="DENIED"|avc: +denied/.test(text)),
    };
  },
});

const AUDIT = ['read', 'missing', 'unreadable'] as const;

const bootOf = (t: Transcript): number | undefined => {
  const [now, uptime] = [t.number('now'), t.number('uptime')];
  return now === undefined || uptime === undefined ? undefined : now - uptime;
};

const linesOf = (section: Section | undefined, boot: number | undefined): readonly KernelLine[] =>
  (section?.output ?? []).map((text, i) => ({ at: timeOf(text, boot), text, line: (section?.line ?? 0) + 1 + i }));

/** `[ 123.456] …` of dmesg counts from the boot; `1795341600.123 host kernel: …` and `audit(1795341600.123:45)` do not. */
const timeOf = (text: string, boot: number | undefined): number | undefined => {
  const epoch = wholeNumber(/^(\d{9,11})\.\d+ /.exec(text)?.[1] ?? /audit\((\d{9,11})\.\d+:\d+\)/.exec(text)?.[1]);
  if (epoch !== undefined) return epoch;
  const since = wholeNumber(/^(?:<\d+>)?\[\s*(\d{1,10})\.\d+\]/.exec(text)?.[1]);
  return since === undefined || boot === undefined ? undefined : boot + since;
};
