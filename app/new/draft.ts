import { isRecord } from "@/lib/is-record";

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
  /** Which columns of the list were chosen, as JSON; empty while its reading decides. */
  columns: string;
  /** Numbers of unknown area codes that are right by the person's word, with blanks between. */
  confirmed: string;
  /** Two capital letters; empty for the default of the site. */
  country: string;
  maxAttempts: string;
  consentBasis: string;
  /** US dollars; empty for the default of the site. */
  capUsd: string;
};

export type Draft = {
  fields: DraftFields;
  /** The person chose to leave out the rows that cannot be called. Ends with any change of the list. */
  skipsBad: boolean;
  /** Idempotency-Key of this content, made when it is first sent. */
  key: string | null;
  /** What this tab has sent last. */
  called: CalledDraft | null;
  /** Whose it is: id of the account; null before anybody has opened the form with it. */
  owner: string | null;
};

/** A draft that has become a request. */
export type CalledDraft = {
  pageUrl: string;
  title: string;
  businesses: number;
  /** What was sent, to recognize it when a way back in the browser brings it again. */
  content: string;
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
    columns: "",
    confirmed: "",
    country: "",
    maxAttempts: "2",
    consentBasis: "listed_publicly",
    capUsd: "",
  },
  skipsBad: false,
  key: null,
  called: null,
  owner: null,
};

/** Of one tab: it survives a reload and signing in again. Somebody else who signs in there does not find it. */
const STORAGE_KEY = "ringround.new-request";

type TabStorage = Pick<Storage, "getItem" | "setItem">;

export type DraftStore = {
  subscribe: (listener: () => void) => () => void;
  read: () => Draft;
  /** Says who has the form open; what somebody else has left is dropped. */
  claim: (owner: string) => void;
  change: (fields: Partial<DraftFields>) => void;
  skipBad: (skips: boolean) => void;
  /** The key to send this content with: the same until the content changes, so a repeated send is no second order. */
  keyToSend: () => string;
  /** Makes the next send a new order. */
  dropKey: () => void;
  /** The draft has become a request; the form shows it until it is left, and then begins anew. */
  finish: (called: { pageUrl: string; businesses: number }) => void;
  /** Takes what the tab has kept, not what this page shows. */
  reload: () => void;
};

export function createDraftStore(storage: () => TabStorage): DraftStore {
  const listeners = new Set<() => void>();
  let draft: Draft | null = null;
  const set = (next: Draft) => {
    draft = next;
    save(storage, next);
    notify();
  };
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const read = () => {
    draft ??= load(storage);
    return draft;
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        // The next form begins with what the tab has kept. What this one showed may have been sent by then.
        if (listeners.size === 0) draft = null;
      };
    },
    read,
    claim: (owner) => {
      const found = read();
      if (found.owner === owner) return;
      set(found.owner === null ? { ...found, owner } : { ...EMPTY_DRAFT, owner });
    },
    change: (fields) => {
      const changesList = LIST_FIELDS.some((name) => fields[name] !== undefined);
      const before = read();
      // What was said of a list goes with it.
      const anew = fields.list?.trim() === "" ? { columns: "", confirmed: "" } : {};
      set({
        ...before,
        fields: { ...before.fields, ...fields, ...anew },
        skipsBad: before.skipsBad && !changesList,
        key: null,
      });
    },
    skipBad: (skips) => set({ ...read(), skipsBad: skips, key: null }),
    keyToSend: () => {
      const key = read().key ?? newKey();
      set({ ...read(), key });
      return key;
    },
    dropKey: () => set({ ...read(), key: null }),
    finish: ({ pageUrl, businesses }) => {
      const { fields, owner } = read();
      const called = { pageUrl, title: fields.title, businesses, content: contentOf(fields) };
      save(storage, { ...EMPTY_DRAFT, called, owner });
    },
    reload: () => {
      draft = null;
      notify();
    },
  };
}

/** What says who is called. */
export const LIST_FIELDS = ["list", "country", "columns", "confirmed"] as const;

/** Whether the draft is, again, what was called last. */
export const isCalledAgain = ({ fields, called }: Draft): boolean =>
  called !== null && called.content === contentOf(fields);

/** Whether nothing has been entered. */
export const isUntouched = ({ fields }: Draft): boolean =>
  contentOf(fields) === contentOf(EMPTY_DRAFT.fields);

/** The words of a draft: browsers that bring a form back bring these, and not always what was chosen beside them. */
const contentOf = (fields: DraftFields): string =>
  JSON.stringify(
    [fields.title, fields.serviceNeeded, fields.location, fields.description, fields.list].map(
      (text) => text.trim(),
    ),
  );

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
    called: isCalledDraft(stored.called) ? stored.called : null,
    owner: typeof stored.owner === "string" ? stored.owner : null,
  };
}

const isCalledDraft = (value: unknown): value is CalledDraft =>
  isRecord(value) &&
  typeof value.pageUrl === "string" &&
  // Only ever written by this page; a path still keeps it from leading anywhere else.
  value.pageUrl.startsWith("/request/") &&
  typeof value.title === "string" &&
  typeof value.businesses === "number" &&
  typeof value.content === "string";

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
