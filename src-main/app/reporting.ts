import type { RunFailure } from '../model/evidence.ts';
import type { ReportInput } from '../report/build.ts';

/** What the shells need of reports: they may not reach past `app` themselves. */
export { buildReport, type ReportInput } from '../report/build.ts';
export { renderHtml } from '../report/html.ts';
export { reportJsonSchema } from '../report/schema.ts';
export { renderText } from '../report/text.ts';
export { jsonText, visible } from '../report/visible.ts';
export { wrap } from '../report/wrap.ts';

/** What a one-shot run (`diagnose.ts`) brings back; {@link buildReport} puts it into words. */
export type RunResult = Omit<ReportInput, 'tool' | 'language'> & {
  /** Why looking ended early, where it did. */
  readonly failed?: RunFailure;
};
