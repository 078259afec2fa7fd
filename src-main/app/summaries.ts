import type { Answers } from '../contract/asks.ts';
import type { Session, SessionStore } from '../model/session.ts';
import { NOTHING_SEEN } from '../wizard/context.ts';
import { allFindings } from '../wizard/outcome.ts';
import type { Parts } from './parts.ts';

/** The saved sessions as one chooses from them, newest first. */
export const summaries = async (
  store: SessionStore,
  parts: Pick<Parts, 'decideVerdict' | 'messages'>,
): Promise<Answers['list-sessions']> => {
  const { sessions, unreadable } = await store.list();
  return { sessions: sessions.map((session) => summaryOf(session, parts)), unreadable };
};

const summaryOf = (session: Session, { decideVerdict, messages: all }: Pick<Parts, 'decideVerdict' | 'messages'>) => {
  const messages = session.target.kind === 'evidence' ? all.ofEvidence() : all;
  const findings = allFindings({ answers: session.answers, seen: { ...NOTHING_SEEN, findings: session.findings } });
  const verdict = decideVerdict(findings, { instanceLooked: false });
  return {
    id: session.id,
    savedAt: session.savedAt,
    name: nameOf(session, messages),
    status: verdict.status,
    title: verdict.cause ? messages.finding(verdict.cause.finding).title : messages.next(verdict),
  };
};

const nameOf = ({ target, hostName }: Session, messages: Parts['messages']): string => {
  switch (target.kind) {
    case 'local':
      return messages.phrase('side.this-computer');
    case 'ssh':
      return hostName || target.address;
    case 'practice':
      return messages.phrase('side.practice-host', { scenario: target.scenario });
    case 'evidence':
      return messages.phrase('side.evidence-of', { host: hostName || target.file });
  }
};
