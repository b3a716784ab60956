"use client";

import { useEffect, useRef, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { findMilestone } from "../words/headline";

// Often enough to follow, seldom enough not to talk over somebody who reads.
const ANNOUNCE_EVERY_MS = 5000;

/** What a press of the person came to; a new object each time, so that the same words are said again. */
export type Message = { words: string };

/**
 * The one polite live region of the page: milestones and what the person's own presses came to, and nothing else. Later
 * milestones within a few seconds replace earlier ones.
 */
export function Announcer({ live, message }: { live: LiveBatch; message: Message | null }) {
  const [text, setText] = useState("");
  const before = useRef(live);
  const waiting = useRef<string | null>(null);

  useEffect(() => {
    const milestone = findMilestone(before.current, live);
    before.current = live;
    if (milestone) waiting.current = milestone;
  }, [live]);

  useEffect(() => {
    if (!message) return;
    // A text that stays as it is would not be read out: a space that nobody hears makes it another.
    const { words } = message;
    setText((before) => (before === words ? `${words}\u00a0` : words));
  }, [message]);

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
