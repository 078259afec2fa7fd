import type { PromptRequest } from '../../model/prompt.ts';
import { excerpt } from '../bounded.ts';
import { isPasswordPrompt, splitPrompt } from '../prompt-words.ts';
import type { AskpassQuestion } from './askpass.ts';

/** What OpenSSH asks, out of its own English words. It translates none of them. */
export type Question =
  | { readonly kind: 'host-key'; readonly name: string; readonly keyType: string; readonly fingerprint: string }
  /** A question of yes or no that is not about a host key that can be shown: always answered with no. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'ask'; readonly request: PromptRequest; readonly subject: string };

type Where = { readonly host: string; readonly user: string };

const YES_OR_NO = /\(yes\/no(\/\[fingerprint\])?\)\??\s*$|^Please type 'yes'/;

/** `where` is the target, for questions that do not say for whom they are. */
export const readQuestion = ({ hint, text }: AskpassQuestion, where: Where): Question => {
  const key = /^The authenticity of host '([^'\n]{1,512})' can't be established\./.exec(text);
  if (key) {
    const shown = /^(\S{1,40}) key fingerprint is (SHA256:[A-Za-z0-9+/]{43})\.?$/m.exec(text);
    if (!shown) return { kind: 'refuse' };
    const name = (key[1] ?? '').split(' ')[0] ?? '';
    return { kind: 'host-key', name, keyType: shown[1] ?? '', fingerprint: shown[2] ?? '' };
  }
  const keyboard = /^\((.{1,256})@([^)@\s]{1,256})\) ([\s\S]*)$/.exec(text);
  if (hint === 'confirm' || (!keyboard && YES_OR_NO.test(text))) return { kind: 'refuse' };
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
  const user = excerpt(plain?.[1] ?? keyboard?.[1] ?? where.user, 256);
  const host = excerpt(plain?.[2] ?? keyboard?.[2] ?? where.host, 256);
  const prompt = keyboard?.[3] ?? text;
  const { above, label } = splitPrompt(prompt);
  if (plain || (keyboard && isPasswordPrompt(prompt)))
    return {
      kind: 'ask',
      subject: `password ${user}@${host}`,
      request: { kind: 'password', host, user, again: false, ...(above !== '' && { said: above }) },
    };
  // Only shown: nothing is typed.
  const nothing = hint === 'none';
  return {
    kind: 'ask',
    subject: nothing ? 'notice' : 'other',
    request: {
      kind: 'interactive',
      host,
      user,
      title: nothing ? label : '',
      instruction: above,
      fields: nothing ? [] : [{ label, echo: false }],
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
