import { diagnose } from '../../app/diagnose.ts';
import { buildReport, jsonText, renderHtml, renderText } from '../../app/reporting.ts';
import { type Language, messagesFor } from '../../messages/index.ts';
import type { Report } from '../../model/report.ts';
import type { StepId } from '../../model/steps.ts';
import type { Target } from '../../model/target.ts';
import type { Call } from '../args.ts';
import { EXIT, exitOf } from '../exit-codes.ts';
import { type Interrupt, onInterrupt } from '../interrupt.ts';
import { languageOf } from '../language.ts';
import { complain, print, wantsColour, widthOf } from '../output.ts';
import { createProgress } from '../progress.ts';
import { createAsk } from '../prompts.ts';
import { openReportFile } from '../report-file.ts';
import { knownScenario } from '../scenarios.ts';
import { stepsOf, targetOf, timeoutOf } from '../target.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';

export const diagnoseCommand = async (call: Call): Promise<number> => {
  const target = targetOf(call);
  if (target.kind === 'practice') await knownScenario(target.scenario);
  return diagnoseTarget(target, call);
};

/** Everything that can be wrong with the call is found before anything is connected to. */
export const diagnoseTarget = async (target: Target, call: Call): Promise<number> => {
  const language = languageOf(call);
  const steps = stepsOf(call);
  const timeoutMs = timeoutOf(call);
  const fileName = call.one('report');
  const file = fileName === undefined ? null : await openReportFile(fileName);
  const interrupt = onInterrupt();
  try {
    const report = await look(target, {
      language,
      interrupt,
      ...(steps && { steps }),
      ...(timeoutMs && { timeoutMs }),
    });
    if (interrupt.signal.aborted) {
      await complain('interrupted; nothing was changed on the host');
      return EXIT.interrupted;
    }
    await show(report, call.on('json'), language);
    if (file) await file.commit(renderHtml(report, { language }));
    return exitOf(report);
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    await complain(error instanceof Error ? error.message : String(error));
    return EXIT.failed;
  } finally {
    await file?.discard();
    interrupt.done();
  }
};

type LookOptions = {
  readonly language: Language;
  readonly interrupt: Interrupt;
  readonly steps?: readonly StepId[];
  readonly timeoutMs?: number;
};

const look = async (target: Target, { language, interrupt, ...limits }: LookOptions): Promise<Report> => {
  const progress = createProgress(process.stderr);
  const messages = messagesFor(language);
  let terminal: Terminal | null | undefined;
  try {
    const ask = createAsk({
      env: process.env,
      messages,
      terminal: () => {
        progress.clear();
        terminal ??= openTerminal(interrupt.trigger);
        return terminal;
      },
      onRefused: (variable) => {
        progress.clear();
        void complain(`the value of ${variable} was tried once and not accepted`);
      },
    });
    const seen = await diagnose({
      target,
      ...limits,
      ask,
      signal: interrupt.signal,
      onProgress: ({ label, done, total }) => progress.show(label, done, total),
    });
    return buildReport({ ...seen, language, tool: { version: version(), platform: process.platform } });
  } finally {
    progress.stop();
    terminal?.close();
  }
};

const show = async (report: Report, json: boolean, language: Language): Promise<void> => {
  if (json) return print(`${jsonText(report)}\n`);
  const colour = wantsColour(process.stdout, process.env);
  await print(renderText(report, { colour, width: widthOf(process.stdout), language }));
};
