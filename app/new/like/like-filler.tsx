"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "../../components/button";
import { Notice } from "../../components/notice";
import { type DraftFields, EMPTY_DRAFT } from "../draft";
import { draftStore } from "../use-new-request";
import type { LikeRequest } from "./like-request";

/** Begins the form with the job that it was opened for and says so, or why it did not. */
export function LikeFiller({ like }: { like: LikeRequest }) {
  const { state, fill, undo } = useLike(like);
  if (state === null) return null;
  const { title, filled, kept } = like.words;
  if (state === "filled") {
    return (
      <Notice tone="info" title={title}>
        <p>{filled}</p>
        {undo && <NoticeButton onClick={undo}>Undo</NoticeButton>}
      </Notice>
    );
  }
  return (
    <Notice tone="info" title="What you typed is still here">
      <p>{kept}</p>
      <NoticeButton onClick={fill}>Replace it</NoticeButton>
    </Notice>
  );
}

const NoticeButton = (props: { onClick: () => void; children: string }) => (
  <Button size="small" className="mt-2" {...props} />
);

type LikeState = {
  /** `filled`: the form holds it. `kept`: something else had been typed, and that is still there. */
  state: "filled" | "kept" | null;
  /** Puts the job into the form, in place of what is there. */
  fill: () => void;
  /** Brings back what `fill` replaced; null when it replaced nothing, or the person has gone on from there. */
  undo: (() => void) | null;
};

/** Fills the form with the job that it was opened for. Only an empty form is filled without asking. */
function useLike(like: LikeRequest): LikeState {
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
