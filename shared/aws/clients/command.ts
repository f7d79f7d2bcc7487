/** Instances carry an input to `send`. Named like the SDK's commands, which they replace in function bundles. */
export interface Command {
  readonly operation: string;
  readonly input: object;
}

export const command = (operation: string) =>
  class implements Command {
    readonly operation = operation;
    constructor(readonly input: object) {}
  };
