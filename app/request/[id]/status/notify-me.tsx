"use client";

import { BellRing } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../../components/button";
import { useRequest } from "../request-context";
import { describeHeadline } from "../words/headline";

/** Asked for once, kept for the requests that follow. */
const WANTED = "ringround:notify-when-done";

type NotifyMeProps = { live: LiveBatch; onSaid: (words: string) => void };

/** A notification of the browser when the calls are over, for who asked for it. Takes its place before it can be used. */
export function NotifyMe({ live, onSaid }: NotifyMeProps) {
  const { job, reader } = useRequest();
  const [isWanted, setIsWanted] = useState(false);
  const wasFinal = useRef(live.isFinal);

  useEffect(() => {
    setIsWanted(canNotify() && Notification.permission === "granted" && readWanted());
  }, []);
  useEffect(() => {
    const isNews = live.isFinal && !wasFinal.current;
    wasFinal.current = live.isFinal;
    if (isNews && isWanted && document.hidden) notify(job.title, describeHeadline(live));
  }, [live, isWanted, job.title]);

  if (live.isFinal) return null;
  const toggle = async () => {
    if (isWanted) {
      setIsWanted(false);
      storeWanted(false);
      return;
    }
    const permission = await Notification.requestPermission();
    setIsWanted(permission === "granted");
    storeWanted(permission === "granted");
    if (permission !== "granted") onSaid("The browser does not allow notifications of this site.");
  };
  return (
    <Button
      kind="quiet"
      size="small"
      aria-pressed={isWanted}
      onClick={toggle}
      className={`mt-1.5 ${reader && canNotify() ? "" : "invisible"}`}
    >
      <BellRing aria-hidden="true" className="size-3.5" fill={isWanted ? "currentColor" : "none"} />
      <span>
        Notify me<span className="max-sm:sr-only"> when done</span>
      </span>
    </Button>
  );
}

const canNotify = (): boolean => "Notification" in window;

function notify(title: string, body: string): void {
  try {
    new Notification(title, { body, tag: "ringround" });
  } catch {
    // Phones allow it to service workers only; the title of the tab tells the same.
    storeWanted(false);
  }
}

function readWanted(): boolean {
  try {
    return localStorage.getItem(WANTED) !== null;
  } catch {
    // Storage is switched off: wanted is then what is asked for on each page.
    return false;
  }
}

function storeWanted(isWanted: boolean): void {
  try {
    if (isWanted) localStorage.setItem(WANTED, "yes");
    else localStorage.removeItem(WANTED);
  } catch {
    // Storage is switched off; the choice lasts as long as the page.
    return;
  }
}
