import { expect, test } from "vitest";
import { createDraftStore, EMPTY_DRAFT } from "./draft";

function createTab() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  /** A page opens: the first, or the same after a reload. */
  const openPage = () => {
    const store = createDraftStore(() => storage);
    store.subscribe(() => undefined);
    return store;
  };
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
  ["leaving out bad rows", (store: ReturnType<typeof createDraftStore>) => store.skipBad()],
  ["a dropped key", (store: ReturnType<typeof createDraftStore>) => store.dropKey()],
])("%s makes a new key", (_, act) => {
  const store = createTab().openPage();
  const key = store.keyToSend();
  act(store);
  expect(store.keyToSend()).not.toBe(key);
});

test("leaving out bad rows holds for the list as it was", () => {
  const store = createTab().openPage();
  store.skipBad();
  store.change({ title: "A" });
  expect(store.read().skipsBad).toBe(true);
  store.change({ list: "Acme, 12" });
  expect(store.read().skipsBad).toBe(false);
});

test("a forgotten draft stays on its page and is gone from the next", () => {
  const tab = createTab();
  const store = tab.openPage();
  store.change({ title: "A" });
  store.forget();

  expect(store.read().fields.title).toBe("A");
  expect(tab.openPage().read()).toEqual(EMPTY_DRAFT);
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
