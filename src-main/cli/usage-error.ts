/** A call that cannot be carried out as it is. Its message is the one line that the caller sees, exit status 3. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
