import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import ssh2 from 'ssh2';

/** Exit statuses of the helper (ssh2's pagent.c). */
const REASONS: Readonly<Record<number, string>> = {
  11: 'Pageant is not running',
  12: 'Pageant could not be given the question (no shared memory)',
};

/**
 * ssh2's helper, which talks to Pageant's window. The build puts it beside its scripts; a program cannot be started out
 * of the desktop app's archive, so that it stands unpacked beside that.
 */
const shippedHelper = (): string =>
  join(import.meta.dirname.replace(/app\.asar(?=$|[\\/])/, 'app.asar.unpacked'), 'pagent.exe');

/** PuTTY's agent. Each question is one run of the helper: it takes the whole of it, and prints the whole answer. */
export class PageantAgent extends ssh2.OpenSSHAgent {
  readonly #helper: string;
  constructor(helper: string = shippedHelper()) {
    super('');
    this.#helper = helper;
  }
  override getStream(callback: (error?: Error | null, stream?: Duplex) => void): void {
    if (existsSync(this.#helper)) callback(null, questionsTo(this.#helper));
    else callback(new Error(`the helper for Pageant is not at ${this.#helper}`));
  }
}

const questionsTo = (helper: string): Duplex => {
  let question = Buffer.alloc(0);
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      question = Buffer.concat([question, chunk]);
      if (question.length < 4 || question.length < 4 + question.readUInt32BE(0)) return done();
      const asked = question;
      question = Buffer.alloc(0);
      const child = spawn(helper, [String(asked.length)], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
      stream.once('close', () => child.kill());
      child.stdin.on('error', () => undefined);
      child.stdout.on('data', (answer: Buffer) => stream.push(answer));
      child.once('error', done);
      child.once('close', (code) => {
        if (code === 0) done();
        else done(new Error(REASONS[code ?? -1] ?? `the helper for Pageant ended with ${code}`));
      });
      child.stdin.end(asked);
    },
  });
  return stream;
};
