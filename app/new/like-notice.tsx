"use client";

import { Button } from "../components/button";
import { Notice } from "../components/notice";
import type { LikeRequest } from "./like-request";
import { useLike } from "./use-like";

/** Begins the form with the job that it was opened for and says so, or why it did not. */
export default function LikeNotice({ like }: { like: LikeRequest }) {
  const { state, fill, undo } = useLike(like);
  if (state === null) return null;
  if (state === "kept") {
    return (
      <Notice tone="info" title="What you had typed is still here">
        <p>
          {like.askedBy === "simulated" ? "The simulated batch" : `“${like.title}”`} has not
          replaced it.
        </p>
        <Button size="small" className="mt-2" onClick={fill}>
          Replace it
        </Button>
      </Notice>
    );
  }
  return (
    <Notice
      tone="info"
      title={
        like.askedBy === "simulated"
          ? "A simulated batch is filled in"
          : `The same job as “${like.title}”`
      }
    >
      <p>{describeFilled(like)}</p>
      {undo && (
        <Button size="small" className="mt-2" onClick={undo}>
          Undo
        </Button>
      )}
    </Notice>
  );
}

function describeFilled({ askedBy, provider }: LikeRequest): string {
  if (askedBy === "simulated")
    return "Change what you like, or call at once. No phone rings, and nothing is charged.";
  return provider === null
    ? "It is filled in. List whom to call this time."
    : `It is filled in, with ${provider} on the list. Check the number, and add others.`;
}
