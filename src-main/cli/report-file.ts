import { quoted } from './args.ts';
import { type OutputFile, openOutputFile } from './output-file.ts';
import { UsageError } from './usage-error.ts';

/** Throws a {@link UsageError} where no report can be written there. */
export const openReportFile = async (given: string): Promise<OutputFile> => {
  if (!/\.html?$/i.test(given))
    throw new UsageError(`--report ${quoted(given)} must end in .html: the report is a page (for JSON, use --json)`);
  return openOutputFile(given, { option: '--report', what: 'the report', mode: 0o644, replace: true });
};
