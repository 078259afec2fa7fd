import type { Evidence } from '../model/evidence.ts';

/** Evidence redacted: its text, and the name of the host it is of. Saving happens often and evidence is long, so each is redacted once a secret. */
export const createEvidenceCleaner = (
  clean: (text: string) => string,
  secrets: () => number,
): ((evidence: Evidence) => Evidence) => {
  const known = new WeakMap<Evidence, { readonly secrets: number; readonly text: string; readonly where: string }>();
  return (evidence) => {
    const before = known.get(evidence);
    if (before?.secrets === secrets()) return { ...evidence, text: before.text, where: before.where };
    const [text, where] = [clean(evidence.text), clean(evidence.where)];
    known.set(evidence, { secrets: secrets(), text, where });
    return { ...evidence, text, where };
  };
};
