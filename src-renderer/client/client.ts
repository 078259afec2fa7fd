import type { Contract } from '../../src-main/contract/contract.ts';

/** The contract as the page holds it, whatever lies between. */
export type Client = Contract & {
  /**
   * Calls with `true` once the main process has been out of reach for some seconds, and with `false` when it is back;
   * the last view stays meanwhile. On the desktop it never calls: the window ends with its main process.
   */
  onGone(listener: (gone: boolean) => void): () => void;
};
