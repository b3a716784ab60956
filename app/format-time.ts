/** "2:03 PM": a time of day by the habits of the browser. The server does not know them, so only for what is drawn later. */
export function formatTime(at: string): string {
  return new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}
