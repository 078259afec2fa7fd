import { excerpt, passage } from './bounded.ts';

export type PromptWords = { readonly above: string; readonly label: string };

/**
 * A prompt of several lines, as PAM's modules make them ("1. a push to your phone, 2. a call; choose:"): its last line
 * is the question, and what stands above it is to be read before.
 */
export const splitPrompt = (prompt: string): PromptWords => {
  const lines = prompt.trimEnd().split(/\r*\n|\r/);
  const label = lines.pop() ?? '';
  return { above: passage(lines.join('\n')), label: excerpt(label, 200) };
};

/** The question that everybody knows how to answer; not one for a code, or for a new password. */
export const isPasswordPrompt = (prompt: string): boolean =>
  /\bpassword\b[^\n]*:\s*$/i.test(prompt) && !/new|current|old|one-time|otp|token|code|expired/i.test(prompt);
