import type { Messages } from '../messages/index.ts';
import { FINDING_CODES } from '../model/codes.ts';

/** Whether an address is one that a finding or its long text points to. Nothing else is opened, whoever asks. */
export const createLinks = (messages: Pick<Messages, 'explain'>): ((url: string) => boolean) => {
  let known: ReadonlySet<string> | undefined;
  return (url) => {
    known ??= new Set(FINDING_CODES.flatMap((code) => (messages.explain(code)?.links ?? []).map((link) => link.url)));
    return known.has(url) && url.startsWith('https://');
  };
};
