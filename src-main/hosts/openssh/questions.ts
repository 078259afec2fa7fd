import type { PromptRequest } from '../../model/prompt.ts';
import { excerpt } from '../bounded.ts';
import type { AskpassQuestion } from './askpass.ts';

/** What OpenSSH asks, out of its own English words. It translates none of them. */
export type Question =
  | { readonly kind: 'host-key'; readonly name: string; readonly keyType: string; readonly fingerprint: string }
  /** A question about yes or no that is not about a host key that can be shown: always answered with no. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'ask'; readonly request: PromptRequest; readonly subject: string };

type Where = { readonly host: string; readonly user: string };

/** `where` is the target, for questions that do not say for whom they are. */
export const readQuestion = ({ hint, text }: AskpassQuestion, where: Where): Question => {
  const key = /^The authenticity of host '([^'\n]{1,512})' can't be established\./.exec(text);
  if (key) {
    const shown = /^(\S{1,40}) key fingerprint is (SHA256:[A-Za-z0-9+/]{43})\.?$/m.exec(text);
    if (!shown) return { kind: 'refuse' };
    const name = (key[1] ?? '').split(' ')[0] ?? '';
    return { kind: 'host-key', name, keyType: shown[1] ?? '', fingerprint: shown[2] ?? '' };
  }
  if (/\(yes\/no(\/\[fingerprint\])?\)\??\s*$|^Please type 'yes'/.test(text)) return { kind: 'refuse' };
  const phrase = /^Enter passphrase for key '([^\n]{1,4096})':\s*$/.exec(text);
  if (phrase) {
    const file = phrase[1] ?? '';
    return { kind: 'ask', subject: `passphrase ${file}`, request: { kind: 'passphrase', file, again: false } };
  }
  const pin = /^Enter PIN for ([^\n]{1,4096}?):\s*$/.exec(text);
  if (pin) {
    const key = excerpt(pin[1] ?? '', 300);
    return { kind: 'ask', subject: `pin ${key}`, request: { kind: 'security-key', key, wants: 'pin', again: false } };
  }
  const touch = /^(?:Confirm user presence for key) ([^\n]{1,400})$/.exec(text);
  if (touch) return { kind: 'ask', subject: 'notice', request: touchRequest(touch[1] ?? '') };
  const plain = /^(?:([^\s@]{1,64}(?:@[^\s@]{1,190})?)@)?([^\s@]{1,256})'s password:\s*$/.exec(text);
  const keyboard = /^\((.{1,256})@([^)@\s]{1,256})\) ([\s\S]*)$/.exec(text);
  const user = excerpt(plain?.[1] ?? keyboard?.[1] ?? where.user, 256);
  const host = excerpt(plain?.[2] ?? keyboard?.[2] ?? where.host, 256);
  const asked = keyboard?.[3] ?? text;
  if (plain || (keyboard && isPassword(asked)))
    return {
      kind: 'ask',
      subject: `password ${user}@${host}`,
      request: { kind: 'password', host, user, again: false },
    };
  // A notice, or a yes: nothing is typed.
  const nothing = hint === 'none' || hint === 'confirm';
  return {
    kind: 'ask',
    subject: hint === 'none' ? 'notice' : 'other',
    request: {
      kind: 'interactive',
      host,
      user,
      title: nothing ? excerpt(asked, 200) : '',
      instruction: '',
      fields: nothing ? [] : [{ label: excerpt(asked, 200), echo: false }],
    },
  };
};

/** It goes when the key has been touched: there is nothing to answer. */
export const touchRequest = (key: string): PromptRequest => ({
  kind: 'security-key',
  key: excerpt(key, 300),
  wants: 'touch',
  again: false,
});

const isPassword = (prompt: string): boolean =>
  /^[^\n]{0,80}\bpassword\b[^\n]*:\s*$/i.test(prompt) &&
  !/new|current|old|one-time|otp|token|code|expired/i.test(prompt);
