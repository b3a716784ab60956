"use client";

import "./globals.css";
import ErrorPage from "./error";

/** Stands in for the whole document when even the layout cannot be drawn. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <title>Not available · Ringround</title>
      <body className="font-sans">
        <main className="page-width">
          <ErrorPage {...props} />
        </main>
      </body>
    </html>
  );
}
