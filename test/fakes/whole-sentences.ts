import { messagesFor } from '../../src-main/messages/index.ts';
import type { Finding } from '../../src-main/model/finding.ts';

/** The findings as they are; throws where a sentence of one would show a name in brackets instead of a value. */
export const whole = (findings: readonly Finding[]): readonly Finding[] => {
  const messages = messagesFor('en');
  for (const finding of findings) {
    const { title, saw, because, doThis } = messages.finding(finding);
    const holes = [title, saw, because, ...doThis].join(' ').match(/\[[a-z][A-Za-z]*\]/g);
    if (holes) throw new Error(`${finding.status} ${finding.code}/${finding.variant ?? ''}: ${holes.join(' ')}`);
  }
  return findings;
};
