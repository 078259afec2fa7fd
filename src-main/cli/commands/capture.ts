import { capture } from '../../app/capture.ts';
import { buildReport, jsonText, type RunResult } from '../../app/reporting.ts';
import type { Language } from '../../messages/index.ts';
import type { Capture } from '../../model/capture.ts';
import { type Call, quoted } from '../args.ts';
import { openCaptureFile } from '../capture-file.ts';
import { EXIT } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';
import { languageOf } from '../language.ts';
import { looking } from '../looking.ts';
import { complain, print } from '../output.ts';
import type { OutputFile } from '../output-file.ts';
import { knownScenario } from '../scenarios.ts';
import { targetOf, timeoutOf } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

/** Nothing on standard output: the file is the result. */
export const captureCommand = async (call: Call): Promise<number> => {
  const target = targetOf(call);
  const timeoutMs = timeoutOf(call);
  const language = languageOf(call);
  const given = call.one('output');
  if (given === undefined) throw new UsageError('say where to save the evidence: --output FILE');
  if (target.kind === 'practice') await knownScenario(target.scenario);
  const file = await openCaptureFile(given);
  const interrupt = onInterrupt();
  try {
    const tool = { version: version(), platform: process.platform };
    const result = await looking({ language, interrupt }, (around) =>
      capture({ target, ...around, ...(timeoutMs && { timeoutMs }) }, tool),
    );
    if (interrupt.signal.aborted) {
      await complain('interrupted; nothing was saved, and nothing was changed on the host');
      return EXIT.interrupted;
    }
    if (result.error) {
      await complain(`nothing was saved: ${whyNot(result.run, language)}`);
      return EXIT.failed;
    }
    return await save(result.capture, result.faithful, given, file);
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    await complain(error instanceof Error ? error.message : String(error));
    return EXIT.failed;
  } finally {
    await file.discard();
    interrupt.done();
  }
};

const save = async (saved: Capture, faithful: boolean, given: string, file: OutputFile): Promise<number> => {
  const text = `${jsonText(saved)}\n`;
  await file.commit(text);
  const lines = saved.evidence.reduce((sum, e) => sum + e.text.split('\n').length - 1, 0);
  const about = [
    `${saved.host.name}: ${saved.evidence.length} pieces of evidence, ${lines} lines, saved in ${quoted(given)} (${Math.ceil(Buffer.byteLength(text) / 1024)} KB)`,
    'It was redacted: passwords, keys and tokens are masked. Host names, addresses, users and folders are in it: read it before you hand it over.',
    `To judge it: midup diagnose --evidence ${quoted(given)}`,
    ...(faithful
      ? []
      : ['Redacting took out something that the verdict stood on: judging this file may say less than the host does.']),
    ...(saved.failed ? [`Looking ended early (${saved.failed}): what was seen until then is saved.`] : []),
  ];
  await print(about.map((line) => `midup: ${line}\n`).join(''), process.stderr);
  return saved.failed ? EXIT.undetermined : EXIT.ok;
};

const whyNot = (run: RunResult, language: Language): string => {
  const { error } = buildReport({ ...run, language, tool: { version: version(), platform: process.platform } });
  return error ? `${error.message} ${error.next}`.replaceAll(/\s+/g, ' ').trim() : 'the host could not be looked at';
};
