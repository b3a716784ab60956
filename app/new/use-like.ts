"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type DraftFields, type DraftStore, EMPTY_DRAFT } from "./draft";
import type { LikeRequest } from "./like-request";

export type LikeNote = {
  like: LikeRequest;
  /** `filled`: the form holds it. `kept`: something else had been typed, and that is still there. */
  state: "filled" | "kept";
  /** Puts the job into the form, in place of what is there. */
  fill: () => void;
  /** Brings back what `fill` replaced; null when it replaced nothing, or the person has gone on from there. */
  undo: (() => void) | null;
};

/** Begins the form with the job of an earlier request. Only an empty form is filled without asking. */
export function useLike(like: LikeRequest | null, store: DraftStore): LikeNote | null {
  const [state, setState] = useState<LikeNote["state"] | null>(like && "filled");
  const [replaced, setReplaced] = useState<DraftFields | null>(null);
  const taken = useRef<LikeRequest | null>(null);

  useLayoutEffect(() => {
    if (!like || taken.current === like) return;
    taken.current = like;
    setReplaced(null);
    // Not asked for but shown again: the way back in the browser leads to a form that began like this.
    if (!new URLSearchParams(location.search).has("like")) return setState(null);
    const { fields } = store.read();
    if (holdsOnly(fields, EMPTY_DRAFT.fields, like)) store.change(like.fields);
    setState(holdsOnly(store.read().fields, like.fields, like) ? "filled" : "kept");
  }, [like, store]);

  useEffect(() => {
    // From here on the form is its own: a reload shows what it holds then.
    if (like && location.search !== "") history.replaceState(null, "", "/new");
  }, [like]);

  if (!like || !state) return null;
  return {
    like,
    state,
    fill: () => {
      setReplaced(store.read().fields);
      setState("filled");
      store.change(like.fields);
    },
    undo:
      replaced && holdsOnly(store.read().fields, like.fields, like)
        ? () => {
            store.change(replaced);
            setReplaced(null);
            setState("kept");
          }
        : null,
  };
}

/** Whether what an earlier request says something about is, in `fields`, as in `wanted`. */
const holdsOnly = (
  fields: DraftFields,
  wanted: LikeRequest["fields"],
  like: LikeRequest,
): boolean =>
  (Object.keys(like.fields) as (keyof LikeRequest["fields"])[]).every(
    (name) => fields[name] === wanted[name],
  );
