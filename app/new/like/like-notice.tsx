"use client";

import { type ComponentType, useEffect, useState } from "react";
import { Notice } from "../../components/notice";
import type { LikeRequest } from "./like-request";

type LikeNoticeProps = { like: LikeRequest };

/**
 * Says what the form was opened with, from the first drawing on: a notice that comes later pushes the fields down. What
 * fills the form is loaded after it, as most visits begin with nothing.
 */
export function LikeNotice({ like }: LikeNoticeProps) {
  const [Filler, setFiller] = useState<ComponentType<LikeNoticeProps> | null>(null);
  useEffect(() => {
    import("./like-filler").then(
      ({ LikeFiller }) => setFiller(() => LikeFiller),
      // The form stays empty, and then nothing may say that it is filled in.
      () => setFiller(() => () => null),
    );
  }, []);
  if (Filler) return <Filler like={like} />;
  return (
    <Notice tone="info" title={like.words.title}>
      <p>{like.words.filled}</p>
    </Notice>
  );
}
