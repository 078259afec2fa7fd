import { createSubscriber } from 'svelte/reactivity';

/** The time in milliseconds; who reads it in a component is told anew each second, and nobody else costs anything. */
export class Clock {
  readonly #read: () => number;
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  });

  constructor(read: () => number = Date.now) {
    this.#read = read;
  }

  get now(): number {
    this.#subscribe();
    return this.#read();
  }
}
