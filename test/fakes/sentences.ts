import { messagesFor } from '../../src-main/messages/index.ts';
import type { Finding } from '../../src-main/model/finding.ts';

/**
 * What is wrong with a finding's sentences: a param that was not given shows as its name in brackets, and a variant
 * that has no text of its own falls back without a word. Empty where they are whole.
 */
export const flawsOf = (finding: Finding): string[] => {
  const { title, saw, because, doThis } = messagesFor('en').finding(finding);
  const text = [title, saw, because, ...doThis].join(' ');
  const unfilled = text.match(/\[[a-z]\w*\]/gi) ?? [];
  const toldApart =
    finding.variant === undefined ||
    title !== messagesFor('en').finding(withoutVariant(finding)).title ||
    saw !== messagesFor('en').finding(withoutVariant(finding)).saw;
  return [
    ...unfilled.map((name) => `${finding.code} ${finding.status}: ${name}`),
    ...(toldApart ? [] : [`${finding.code}: no text for variant ${finding.variant}`]),
    ...(finding.status === 'fail' && !saw ? [`${finding.code} ${finding.variant ?? ''}: says not what was seen`] : []),
  ];
};

const withoutVariant = (finding: Finding): Finding => {
  const { variant: _, ...rest } = finding;
  return rest;
};
