import { jsonText, visible } from '../../app/reporting.ts';
import { messagesFor } from '../../messages/index.ts';
import type { Call } from '../args.ts';
import { EXIT } from '../exit-codes.ts';
import { complain, print } from '../output.ts';
import { withApp } from '../with-app.ts';

export const sessionsCommand = async (call: Call): Promise<number> => {
  const { sessions, unreadable } = await withApp('terminal', (app) => app.ask({ type: 'list-sessions' }));
  if (call.on('json')) await print(`${jsonText({ sessions, unreadable })}\n`);
  else if (sessions.length === 0) await complain('no session has been saved yet; the wizard saves them as it goes');
  else {
    const m = messagesFor('en');
    const name = Math.max(...sessions.map((s) => [...visible(s.name)].length));
    const word = Math.max(...sessions.map((s) => m.phrase(`verdict-word.${s.status}`).length));
    await print(
      sessions
        .map((s) =>
          [
            s.savedAt.slice(0, 16).replace('T', ' '),
            m.phrase(`verdict-word.${s.status}`).padEnd(word),
            visible(s.name).padEnd(name),
            visible(s.title),
          ].join('  '),
        )
        .join('\n')
        .concat('\n'),
    );
  }
  for (const file of unreadable) await complain(`this session cannot be read: ${visible(file)}`);
  return EXIT.ok;
};
