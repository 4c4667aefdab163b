/** A JSON document with a version for compare-and-set. */
export interface Document {
  collection: string
  id: string
  version: number
  body: unknown
  createdAt: string
  updatedAt: string
}

/** A service's own documents; the namespace is the service and the tenant. */
export interface Documents {
  get(collection: string, id: string): Promise<Document | undefined>
  /**
   * Stores a document and returns its new version.
   *
   * With `ifVersion`, only when the stored version is that one (0: absent); else raises `conflict`, exit 1.
   */
  put(collection: string, id: string, body: unknown, options?: { ifVersion?: number }): Promise<number>
  delete(collection: string, id: string): Promise<boolean>
  list(collection: string, query?: { prefix?: string; limit?: number }): Promise<Document[]>
}

/** Bytes by their SHA-256. */
export interface Blobs {
  put(bytes: Uint8Array): Promise<string>
  get(hash: string): Promise<Uint8Array | undefined>
}

/** An exclusive right for a while, with a fencing token that only grows. */
export interface Lease {
  name: string
  owner: string
  token: number
  expires: string
}

export interface Leases {
  acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined>
  renew(lease: Lease, ttlMs: number): Promise<Lease | undefined>
  release(lease: Lease): Promise<void>
}

/** What is due and when; taken by whoever holds the lease. */
export interface Schedule {
  id: string
  call: { operation: string; input: unknown }
  dueAt: string
}

export interface Schedules {
  put(schedule: Schedule): Promise<void>
  due(now: string, limit: number): Promise<Schedule[]>
  delete(id: string): Promise<boolean>
}

/** Named secrets, encrypted at rest. */
export interface Credentials {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<boolean>
  /** Metadata only. */
  list(): Promise<{ name: string; updatedAt: string; length: number }[]>
}
