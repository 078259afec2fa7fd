import { judgeCapture } from '../../app/capture.ts';
import { diagnose } from '../../app/diagnose.ts';
import { buildReport, jsonText, type RunResult, renderHtml, renderText } from '../../app/reporting.ts';
import type { Language } from '../../messages/index.ts';
import type { Report } from '../../model/report.ts';
import type { HostTarget } from '../../model/target.ts';
import type { Call } from '../args.ts';
import { readCaptureFile } from '../capture-file.ts';
import { EXIT, exitOf } from '../exit-codes.ts';
import { type Interrupt, onInterrupt } from '../interrupt.ts';
import { languageOf } from '../language.ts';
import { looking } from '../looking.ts';
import { complain, print, wantsColour, widthOf } from '../output.ts';
import { openReportFile } from '../report-file.ts';
import { knownScenario } from '../scenarios.ts';
import { evidenceFileOf, stepsOf, targetOf, timeoutOf } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

export const diagnoseCommand = async (call: Call): Promise<number> => {
  const saved = evidenceFileOf(call);
  if (saved !== undefined) return diagnoseEvidence(saved, call);
  const target = targetOf(call);
  if (target.kind === 'practice') await knownScenario(target.scenario);
  return diagnoseTarget(target, call);
};

export const diagnoseTarget = (target: HostTarget, call: Call): Promise<number> => {
  const steps = stepsOf(call);
  const timeoutMs = timeoutOf(call);
  return reporting(call, (language, interrupt) =>
    looking({ language, interrupt }, (around) =>
      diagnose({ target, ...around, ...(steps && { steps }), ...(timeoutMs && { timeoutMs }) }),
    ),
  );
};

const diagnoseEvidence = (file: string, call: Call): Promise<number> => {
  const steps = stepsOf(call);
  return reporting(call, async (_language, { signal }) => judgeCapture(await readCaptureFile(file, signal), steps));
};

/** Everything that can be wrong with the call is found before anything is connected to. */
const reporting = async (
  call: Call,
  run: (language: Language, interrupt: Interrupt) => Promise<RunResult>,
): Promise<number> => {
  const language = languageOf(call);
  const fileName = call.one('report');
  const file = fileName === undefined ? null : await openReportFile(fileName);
  const interrupt = onInterrupt();
  try {
    const seen = await run(language, interrupt);
    if (interrupt.signal.aborted) {
      await complain('interrupted; nothing was changed on the host');
      return EXIT.interrupted;
    }
    const report = buildReport({ ...seen, language, tool: { version: version(), platform: process.platform } });
    await show(report, call.on('json'), language);
    if (file) await file.commit(renderHtml(report, { language }));
    return exitOf(report);
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    if (error instanceof UsageError) throw error;
    await complain(error instanceof Error ? error.message : String(error));
    return EXIT.failed;
  } finally {
    await file?.discard();
    interrupt.done();
  }
};

const show = async (report: Report, json: boolean, language: Language): Promise<void> => {
  if (json) return print(`${jsonText(report)}\n`);
  const colour = wantsColour(process.stdout, process.env);
  await print(renderText(report, { colour, width: widthOf(process.stdout), language }));
};
