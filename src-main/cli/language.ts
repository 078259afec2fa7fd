import { isLanguage, LANGUAGES, type Language } from '../messages/index.ts';
import { type Call, quoted } from './args.ts';
import { UsageError } from './usage-error.ts';

export const languageOf = (call: Call): Language => {
  const given = call.one('language') ?? 'en';
  if (isLanguage(given)) return given;
  throw new UsageError(`--language ${quoted(given)} is not one of ${LANGUAGES.join(', ')}`);
};
