export interface Balance {
  readonly received: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly sampledOut: number;
  readonly stored: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly pending: number;
}

export interface JournalStatus {
  readonly bytes: number;
  readonly unreleasedBytes: number;
  readonly segments: number;
  readonly oldest: string | null;
  readonly damagedRecords: number;
}

export interface StoreStatus {
  readonly spans: number;
  readonly hotSpans: number;
  readonly bytes: number;
  readonly files: number;
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly expiredSpans: number;
}

export interface ServerStatus {
  readonly version: string;
  readonly uptimeSeconds: number;
  /** The open ports by name, such as `grpc`. */
  readonly listen: Readonly<Record<string, number>>;
  readonly balance: Balance;
  readonly refusedRequests: Readonly<Record<string, number>>;
  readonly journal: JournalStatus | null;
  readonly store: StoreStatus;
}
