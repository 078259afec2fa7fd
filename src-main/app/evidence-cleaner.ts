import type { Evidence } from '../model/evidence.ts';

/** Evidence with its text redacted. Saving happens often and evidence is long, so each is redacted once a secret. */
export const createEvidenceCleaner = (
  clean: (text: string) => string,
  secrets: () => number,
): ((evidence: Evidence) => Evidence) => {
  const known = new WeakMap<Evidence, { readonly secrets: number; readonly text: string }>();
  return (evidence) => {
    const before = known.get(evidence);
    if (before?.secrets === secrets()) return { ...evidence, text: before.text };
    const text = clean(evidence.text);
    known.set(evidence, { secrets: secrets(), text });
    return { ...evidence, text };
  };
};
