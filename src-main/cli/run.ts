import { type Call, parseCall } from './args.ts';
import { EXIT } from './exit-codes.ts';
import { complain } from './output.ts';
import { UsageError } from './usage-error.ts';

/** Loads only what the command needs, runs it, and gives its exit status. */
export const run = async (argv: readonly string[]): Promise<number> => {
  try {
    return await dispatch(parseCall(argv));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await complain(error.message);
    return EXIT.usage;
  }
};

const dispatch = async (call: Call): Promise<number> => {
  switch (call.command) {
    case 'diagnose':
      return (await import('./commands/diagnose.ts')).diagnoseCommand(call);
    case 'capture':
      return (await import('./commands/capture.ts')).captureCommand(call);
    case 'practice':
      return (await import('./commands/practice.ts')).practiceCommand(call);
    case 'explain':
      return (await import('./commands/explain.ts')).explainCommand(call);
    case 'sessions':
      return (await import('./commands/sessions.ts')).sessionsCommand(call);
    case 'serve':
      return (await import('./commands/serve.ts')).serveCommand();
    case 'version': {
      const [{ version }, { print }] = await Promise.all([import('./version.ts'), import('./output.ts')]);
      await print(`midup ${version()}\n`);
      return EXIT.ok;
    }
    default:
      return (await import('./commands/help.ts')).helpCommand(call);
  }
};
