/** What the site is called and says of itself, wherever it is named to somebody who is not on it. */
export const SITE_NAME = "Ringround";
export const SITE_DESCRIPTION =
  "Phones many local businesses at once and shows, live, who can come, when and at what price.";

/** Colours of globals.css for pictures and manifests, which no style sheet reaches. */
export const BRAND = {
  accent: "#3a4fd0",
  light: "#fbfbfc",
  dark: "#0c0c0f",
} as const;
