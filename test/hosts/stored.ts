import { parseCapture } from '../../src-main/model/capture.ts';
import type { Report } from '../../src-main/model/report.ts';

/** A capture as it is kept among the fixtures: what it has to come to stands in it, under `expect`. */
export const storedFixture = (capture: string, title: string, { verdict, findings }: Report): string => {
  const saved = parseCapture(capture);
  const failing = findings.filter((f) => f.status === 'fail').map((f) => f.code);
  const expected = {
    status: verdict.status,
    cause: verdict.cause?.code ?? null,
    confidence: verdict.cause?.confidence ?? null,
    failing: [...new Set(failing)].toSorted(),
  };
  const { schema, evidence, ...rest } = saved;
  // Of the network where it was recorded, nothing needs to be known.
  const neutral = evidence.map((e) => ({
    ...e,
    text: e.text.replaceAll(/^( nameserver )\S+$/gm, (_, head) => `${head}192.0.2.53`),
  }));
  return `${JSON.stringify({ schema, title, expect: expected, ...rest, evidence: neutral }, null, 1)}\n`;
};
