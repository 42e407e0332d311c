export interface PageServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Null: the port is taken. */
export function serve(folder: string, port: number): Promise<PageServer | null>;
