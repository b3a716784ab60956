"use client";

import { useEffect, useRef, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { findMilestone } from "./milestones";

// Often enough to follow, seldom enough not to talk over somebody who reads.
const ANNOUNCE_EVERY_MS = 5000;

/** Tells screen readers of milestones, and of nothing else. Later ones within a few seconds replace earlier ones. */
export function Announcer({ live }: { live: LiveBatch }) {
  const [text, setText] = useState("");
  const before = useRef(live);
  const waiting = useRef<string | null>(null);

  useEffect(() => {
    const milestone = findMilestone(before.current, live);
    before.current = live;
    if (milestone) waiting.current = milestone;
  }, [live]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (waiting.current) setText(waiting.current);
      waiting.current = null;
    }, ANNOUNCE_EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
