import type { Capture } from '../../src-main/model/capture.ts';
import { located } from './evidence.ts';

/** A whole capture with one piece of evidence; give what differs. */
export const captureOf = (more: Partial<Capture>): Capture => ({
  schema: 'midup.capture/1',
  tool: { name: 'midup', version: '0.1.0', platform: 'linux' },
  startedAt: '2026-11-22T10:00:00.000Z',
  finishedAt: '2026-11-22T10:00:02.000Z',
  host: { name: 'mid-ber-02', os: 'linux' },
  agentDir: null,
  failed: null,
  evidence: [located()],
  ...more,
});
