import { meant, quoted } from './args.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

/** What there is to practise on. */
export const scenarios = () => withApp('terminal', (app) => app.ask({ type: 'list-scenarios' }));

/** The name as it is; a {@link UsageError} where there is no such scenario. */
export const knownScenario = async (name: string): Promise<string> => {
  const ids = (await scenarios()).map(({ id }) => id);
  if (ids.includes(name)) return name;
  throw new UsageError(
    `there is no practice named ${quoted(name)}${meant(nearest(name, ids))}; it is one of ${ids.join(', ')}`,
  );
};
