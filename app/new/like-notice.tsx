"use client";

import { Button } from "../components/button";
import { Notice } from "../components/notice";
import type { LikeRequest } from "./like-request";
import { useLike } from "./use-like";

/** Begins the form with the job of an earlier request and says so, or why it did not. */
export default function LikeNotice({ like }: { like: LikeRequest }) {
  const { state, fill, undo } = useLike(like);
  if (state === null) return null;
  if (state === "kept") {
    return (
      <Notice tone="info" title="What you had typed is still here">
        <p>“{like.title}” has not replaced it.</p>
        <Button size="small" className="mt-2" onClick={fill}>
          Replace it
        </Button>
      </Notice>
    );
  }
  return (
    <Notice tone="info" title={`The same job as “${like.title}”`}>
      <p>
        {like.provider === null
          ? "It is filled in. List whom to call this time."
          : `It is filled in, with ${like.provider} on the list. Check the number, and add others.`}
      </p>
      {undo && (
        <Button size="small" className="mt-2" onClick={undo}>
          Undo
        </Button>
      )}
    </Notice>
  );
}
