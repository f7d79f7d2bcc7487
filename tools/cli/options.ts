/** Options of every command. */
export interface GlobalOptions {
  readonly json?: boolean;
  /** A file that holds the stack's outputs. */
  readonly outputs?: string;
}

export interface DoctorOptions extends GlobalOptions {
  /** Of the state; `-` for standard input. */
  readonly state?: string;
  /** A file for the import blocks. */
  readonly out?: string;
}

export interface TenantOptions extends GlobalOptions {
  readonly tenant: string;
}
