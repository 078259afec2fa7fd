import { protocol } from 'electron';
import { readPageFiles } from '../app/page-files.ts';
import { answerPage } from './answer-page.ts';
import { SCHEME } from './own-page.ts';

/** Must be called before the app is ready. */
export const declareScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
};

/** Serves the page's own files, and nothing else, under `midup://app/`. */
export const servePage = async (dir: string): Promise<void> => {
  const files = await readPageFiles(dir);
  protocol.handle(SCHEME, (request) => answerPage(files, request));
};
