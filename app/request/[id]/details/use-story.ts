"use client";

import { useEffect, useState } from "react";
import type { AttemptStory } from "@/lib/batches/read-status";
import { isRecord } from "@/lib/is-record";

export type StoryState =
  | { kind: "loading" }
  | { kind: "read"; story: AttemptStory }
  | { kind: "failed" };

// A transcript is one row of the database; a person waits for it.
const STORY_TIMEOUT_MS = 10_000;

export type StoryReading = { state: StoryState; retry: () => void };

/** Transcript of an attempt; read again when the attempt has a new version, keeping the old one in sight meanwhile. */
export function useStory(attemptId: string, version: number): StoryReading {
  const [state, setState] = useState<StoryState>({ kind: "loading" });
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version or another try is why it is read again.
  useEffect(() => {
    const leaving = new AbortController();
    const read = async () => {
      try {
        const response = await fetch(`/api/v1/attempts/${attemptId}/story`, {
          signal: AbortSignal.any([leaving.signal, AbortSignal.timeout(STORY_TIMEOUT_MS)]),
        });
        if (!response.ok) throw new Error(`Answered ${response.status}.`);
        const story: unknown = await response.json();
        if (!isStory(story)) throw new Error("Not a story.");
        if (!leaving.signal.aborted) setState({ kind: "read", story });
      } catch {
        if (!leaving.signal.aborted)
          setState((before) => (before.kind === "read" ? before : { kind: "failed" }));
      }
    };
    void read();
    return () => leaving.abort();
  }, [attemptId, version, tries]);

  return {
    state,
    retry: () => {
      setState({ kind: "loading" });
      setTries((before) => before + 1);
    },
  };
}

/** The site has checked all of it against its schema; a proxy may answer in its place. */
const isStory = (story: unknown): story is AttemptStory =>
  isRecord(story) && Array.isArray(story.messages) && Array.isArray(story.others);
