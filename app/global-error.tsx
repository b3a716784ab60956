"use client";

import "./globals.css";
import ErrorPage from "./error";

/** Stands in for the whole document when even the layout cannot be drawn. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="px-4 font-sans">
        <title>Ringround</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
