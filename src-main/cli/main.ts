import { EXIT } from './exit-codes.ts';
import { complain, print, surviveClosedPipes } from './output.ts';

/** As package.json's `engines` says. */
const OLDEST = [22, 12] as const;

const isNewEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

/** Everything but the version is loaded when it is asked for: a script that asks for it must not wait for the rest. */
const main = async (argv: readonly string[]): Promise<number> => {
  if (argv.length === 1 && ['version', '--version', '-V'].includes(argv[0] ?? '')) {
    const { version } = await import('./version.ts');
    await print(`midup ${version()}\n`);
    return EXIT.ok;
  }
  if (!isNewEnough(process.versions.node)) {
    await complain(`this needs Node.js ${OLDEST.join('.')} or newer, and runs on ${process.versions.node}`);
    return EXIT.failed;
  }
  const { run } = await import('./run.ts');
  return run(argv);
};

surviveClosedPipes();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  await complain(`MID Up has made a mistake: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = EXIT.failed;
}
