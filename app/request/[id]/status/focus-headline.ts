/** The line that says where things stand. */
export const HEADLINE_ID = "headline";

/** Puts the focus where an order shows first, as the button that gave it may be gone. The page does not scroll. */
export function focusHeadline(): void {
  document.getElementById(HEADLINE_ID)?.focus({ preventScroll: true });
}
