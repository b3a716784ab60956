"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type DraftFields, EMPTY_DRAFT } from "./draft";
import type { LikeRequest } from "./like-request";
import { draftStore } from "./use-new-request";

export type LikeState = {
  /** `filled`: the form holds it. `kept`: something else had been typed, and that is still there. */
  state: "filled" | "kept" | null;
  /** Puts the job into the form, in place of what is there. */
  fill: () => void;
  /** Brings back what `fill` replaced; null when it replaced nothing, or the person has gone on from there. */
  undo: (() => void) | null;
};

/** Fills the form with the job that it was opened for. Only an empty form is filled without asking. */
export function useLike(like: LikeRequest): LikeState {
  const [state, setState] = useState<LikeState["state"]>("filled");
  const [replaced, setReplaced] = useState<DraftFields | null>(null);
  const { fields } = useSyncExternalStore(draftStore.subscribe, draftStore.read, () => EMPTY_DRAFT);
  const taken = useRef<LikeRequest | null>(null);

  // After the form has claimed the draft, and has put what was typed before its scripts came into it.
  useEffect(() => {
    if (taken.current === like) return;
    taken.current = like;
    setReplaced(null);
    // Not asked for but shown again: the way back in the browser leads to a form that began like this.
    if (!new URLSearchParams(location.search).has(like.askedBy)) return setState(null);
    if (says(draftStore.read().fields, EMPTY_DRAFT.fields, like)) draftStore.change(like.fields);
    setState(says(draftStore.read().fields, like.fields, like) ? "filled" : "kept");
    // From here on the form is its own: a reload shows what it holds then.
    history.replaceState(null, "", "/new");
  }, [like]);

  return {
    state,
    fill: () => {
      setReplaced(draftStore.read().fields);
      setState("filled");
      draftStore.change(like.fields);
    },
    undo:
      replaced && says(fields, like.fields, like)
        ? () => {
            draftStore.change(replaced);
            setReplaced(null);
            setState("kept");
          }
        : null,
  };
}

/** Whether `fields` says what `wanted` does, as far as `like` says anything. */
const says = (fields: DraftFields, wanted: LikeRequest["fields"], like: LikeRequest): boolean =>
  (Object.keys(like.fields) as (keyof LikeRequest["fields"])[]).every(
    (name) => fields[name] === wanted[name],
  );
