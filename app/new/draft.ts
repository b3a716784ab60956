/** What the form holds, as its controls hold it. */
export type DraftFields = {
  title: string;
  serviceNeeded: string;
  location: string;
  urgency: string;
  description: string;
  criteria: string;
  clientName: string;
  clientAddress: string;
  list: string;
  /** Two capital letters; empty for the default of the site. */
  country: string;
  maxAttempts: string;
};

export type Draft = {
  fields: DraftFields;
  /** The person chose to leave out the rows that cannot be called. Ends with any change of the list. */
  skipsBad: boolean;
  /** Idempotency-Key of this content, made when it is first sent. */
  key: string | null;
};

export const EMPTY_DRAFT: Draft = {
  fields: {
    title: "",
    serviceNeeded: "",
    location: "",
    urgency: "within_2_days",
    description: "",
    criteria: "",
    clientName: "",
    clientAddress: "",
    list: "",
    country: "",
    maxAttempts: "2",
  },
  skipsBad: false,
  key: null,
};

/** Of one tab: it survives a reload and signing in, and the next person at the computer does not find it. */
const STORAGE_KEY = "ringround.new-request";

type TabStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export type DraftStore = {
  subscribe: (listener: () => void) => () => void;
  read: () => Draft;
  change: (fields: Partial<DraftFields>) => void;
  skipBad: () => void;
  /** The key to send this content with: the same until the content changes, so a repeated send is no second order. */
  keyToSend: () => string;
  /** Makes the next send a new order. */
  dropKey: () => void;
  /** The draft has become a request; the form shows it until it is left. */
  forget: () => void;
};

export function createDraftStore(storage: () => TabStorage): DraftStore {
  const listeners = new Set<() => void>();
  let draft: Draft | null = null;
  const set = (next: Draft) => {
    draft = next;
    save(storage, next);
    for (const listener of listeners) listener();
  };
  const read = () => {
    draft ??= load(storage);
    return draft;
  };
  return {
    subscribe: (listener) => {
      // A form that opens anew takes what the tab has kept, not what the last one showed.
      if (listeners.size === 0) draft = null;
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    change: (fields) => {
      const changesList = fields.list !== undefined || fields.country !== undefined;
      const before = read();
      set({
        fields: { ...before.fields, ...fields },
        skipsBad: before.skipsBad && !changesList,
        key: null,
      });
    },
    skipBad: () => set({ ...read(), skipsBad: true, key: null }),
    keyToSend: () => {
      const key = read().key ?? newKey();
      set({ ...read(), key });
      return key;
    },
    dropKey: () => set({ ...read(), key: null }),
    forget: () => attempt(() => storage().removeItem(STORAGE_KEY)),
  };
}

/** 128 random bits. `crypto.randomUUID` exists only on secure origins, and a site on a local network is none. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function load(storage: () => TabStorage): Draft {
  const text = attempt(() => storage().getItem(STORAGE_KEY));
  const stored = text ? attempt(() => JSON.parse(text) as unknown) : null;
  if (!isRecord(stored) || !isRecord(stored.fields)) return EMPTY_DRAFT;
  const fields = { ...EMPTY_DRAFT.fields };
  for (const name of Object.keys(fields) as (keyof DraftFields)[]) {
    const value = stored.fields[name];
    if (typeof value === "string") fields[name] = value;
  }
  return {
    fields,
    skipsBad: stored.skipsBad === true,
    key: typeof stored.key === "string" ? stored.key : null,
  };
}

const save = (storage: () => TabStorage, draft: Draft) =>
  attempt(() => storage().setItem(STORAGE_KEY, JSON.stringify(draft)));

/** Storage can be switched off or full, and kept text damaged; the form then works without. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
