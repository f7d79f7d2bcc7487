/** Options of every command. */
export interface GlobalOptions {
  readonly json?: boolean;
  /** A file that holds the stack's outputs. */
  readonly outputs?: string;
}

export interface TenantOptions extends GlobalOptions {
  readonly tenant: string;
}
