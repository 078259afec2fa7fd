import type { AnswerOf, Ask } from '../../src-main/contract/asks.ts';
import type { Command } from '../../src-main/contract/commands.ts';
import type { Contract } from '../../src-main/contract/contract.ts';
import type { ContractErrorCode } from '../../src-main/contract/errors.ts';
import type { StepView, View } from '../../src-main/contract/view.ts';
import type { Client } from '../client/client.ts';

export type Problem = { readonly code: ContractErrorCode; readonly message: string };

/** The wizard as the page knows it: the last view pushed, and the two verbs. It decides nothing. */
export class Wizard {
  readonly #contract: Contract & Partial<Client>;
  #view = $state.raw<View | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #gone = $state(false);
  #restarts = $state(0);
  #step = $derived(this.#view?.steps.find(({ id }) => id === this.#view?.current) ?? null);

  constructor(contract: Contract & Partial<Client>) {
    this.#contract = contract;
  }

  /** Null until the first view came. */
  get view(): View | null {
    return this.#view;
  }

  /** The step on screen. */
  get step(): StepView | null {
    return this.#step;
  }

  /** What was refused or failed last, until it is dismissed or something is accepted. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** True once the main process no longer answers. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Grows by one whenever the main process was started anew, so that what the page remembers of it can be dropped. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Listens until what it returns is called. */
  start(): () => void {
    const stopGone = this.#contract.onGone?.((gone) => {
      this.#gone = gone;
    });
    const stopViews = this.#contract.subscribe((view) => {
      if (this.#view !== null && view.revision < this.#view.revision) this.#restarts++;
      this.#view = view;
      this.#gone = false;
    });
    return () => {
      stopGone?.();
      stopViews();
    };
  }

  /** True where the command was accepted; what it did shows in a later view. */
  async dispatch(command: Command): Promise<boolean> {
    try {
      await this.#contract.dispatch(command);
      this.#problem = null;
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** The answer, or undefined where there was none; why then stands in `problem`. */
  async ask<A extends Ask>(question: A): Promise<AnswerOf<A> | undefined> {
    try {
      return await this.#contract.ask(question);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  dismiss(): void {
    this.#problem = null;
  }

  #failed(error: unknown): void {
    const problem = problemOf(error);
    if (problem.code === 'gone') this.#gone = true;
    else this.#problem = problem;
  }
}

const CODES: readonly string[] = ['invalid', 'refused', 'failed', 'gone'] satisfies ContractErrorCode[];

const problemOf = (error: unknown): Problem => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  return { code: CODES.includes(code) ? (code as ContractErrorCode) : 'failed', message };
};
