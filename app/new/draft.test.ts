import { expect, test } from "vitest";
import { createDraftStore, EMPTY_DRAFT, isCalledAgain, isUntouched } from "./draft";

function createTab() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  /** A page opens: the first, or the same after a reload. */
  const openPage = () => createDraftStore(() => storage);
  return { openPage, kept };
}

test("a reloaded page has the draft of before", () => {
  const tab = createTab();
  tab.openPage().change({ title: "Leaking toilet", list: "Acme, 8645550100" });

  expect(tab.openPage().read().fields).toEqual({
    ...EMPTY_DRAFT.fields,
    title: "Leaking toilet",
    list: "Acme, 8645550100",
  });
});

test("the same content is sent with the same key, also after a reload", () => {
  const tab = createTab();
  const store = tab.openPage();
  store.change({ title: "A" });
  const key = store.keyToSend();

  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(store.keyToSend()).toBe(key);
  expect(tab.openPage().keyToSend()).toBe(key);
});

test.each([
  ["a changed field", (store: ReturnType<typeof createDraftStore>) => store.change({ title: "B" })],
  ["leaving out bad rows", (store: ReturnType<typeof createDraftStore>) => store.skipBad(true)],
  ["a dropped key", (store: ReturnType<typeof createDraftStore>) => store.dropKey()],
])("%s makes a new key", (_, act) => {
  const store = createTab().openPage();
  const key = store.keyToSend();
  act(store);
  expect(store.keyToSend()).not.toBe(key);
});

test("leaving out bad rows holds for the list as it was", () => {
  const store = createTab().openPage();
  store.skipBad(true);
  store.change({ title: "A" });
  expect(store.read().skipsBad).toBe(true);
  store.change({ list: "Acme, 12" });
  expect(store.read().skipsBad).toBe(false);
});

test("a draft that was sent stays on its page; the next begins empty and knows what was called", () => {
  const tab = createTab();
  const store = tab.openPage();
  store.change({ title: "A", list: "Acme, 8645550100" });
  store.finish({ pageUrl: "/request/1", businesses: 1 });

  expect(store.read().fields.title).toBe("A");
  const next = tab.openPage();
  expect(next.read().fields).toEqual(EMPTY_DRAFT.fields);
  expect(next.read().called).toMatchObject({ pageUrl: "/request/1", title: "A", businesses: 1 });
  expect([isUntouched(next.read()), isCalledAgain(next.read())]).toEqual([true, false]);
});

test("the same words again are known as called, other ones are not", () => {
  const tab = createTab();
  const sent = { title: "A", list: "Acme, 8645550100" };
  tab.openPage().change(sent);
  const store = tab.openPage();
  store.finish({ pageUrl: "/request/1", businesses: 1 });

  const next = tab.openPage();
  next.change(sent);
  expect(isCalledAgain(next.read())).toBe(true);
  next.change({ list: "Best, 8645550101" });
  expect(isCalledAgain(next.read())).toBe(false);
});

test("a form that opens again without a load of the page does not show what was sent, not even at first", () => {
  const store = createTab().openPage();
  const leave = store.subscribe(() => undefined);
  store.change({ title: "A" });
  store.finish({ pageUrl: "/request/1", businesses: 1 });
  expect(store.read().fields.title).toBe("A");
  leave();

  expect(store.read().fields.title).toBe("");
});

test("a page that the browser brings back as it was takes what the tab has kept", () => {
  const tab = createTab();
  const store = tab.openPage();
  store.change({ title: "A" });
  store.finish({ pageUrl: "/request/1", businesses: 1 });
  store.reload();

  expect(store.read().fields.title).toBe("");
});

test("a place to go to that is not a request is not taken from storage", () => {
  const tab = createTab();
  const store = tab.openPage();
  store.change({ title: "A" });
  store.finish({ pageUrl: "https://example.test/", businesses: 1 });

  expect(tab.openPage().read().called).toBeNull();
});

test("who signs in again finds the draft, and somebody else in the same tab does not", () => {
  const tab = createTab();
  const store = tab.openPage();
  store.change({ title: "A" });
  store.claim("jane");
  store.finish({ pageUrl: "/request/1", businesses: 1 });
  const again = tab.openPage();
  again.claim("jane");
  again.change({ title: "B" });
  expect(again.read()).toMatchObject({ fields: { title: "B" }, called: { title: "A" } });

  const other = tab.openPage();
  other.claim("joe");
  expect(other.read()).toEqual({ ...EMPTY_DRAFT, owner: "joe" });
  expect([...tab.kept.values()].join()).not.toMatch(/"[AB]"/);
});

test.each(["{", "null", "[]", '{"fields":{"title":4}}'])(
  "kept text %s is an empty draft",
  (text) => {
    const tab = createTab();
    tab.openPage().change({ title: "A" });
    for (const name of tab.kept.keys()) tab.kept.set(name, text);
    expect(tab.openPage().read()).toEqual(EMPTY_DRAFT);
  },
);

test("without storage the form still works", () => {
  const store = createDraftStore(() => {
    throw new Error("Storage is switched off.");
  });
  store.change({ title: "A" });
  expect(store.read().fields.title).toBe("A");
});
