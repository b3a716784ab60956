import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { env } from "@/lib/env";
import { BRAND, SITE_DESCRIPTION, SITE_NAME } from "./brand";
import { CallingNotice } from "./components/calling-notice";
import { OfflineBar } from "./components/offline-bar";
import { SiteHeader } from "./components/site-header";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  // A build does not know the address that it will be reached at.
  await connection();
  return {
    metadataBase: new URL(env().APP_URL),
    title: { default: SITE_NAME, template: `%s · ${SITE_NAME}` },
    description: SITE_DESCRIPTION,
    applicationName: SITE_NAME,
    openGraph: {
      type: "website",
      siteName: SITE_NAME,
      title: SITE_NAME,
      description: SITE_DESCRIPTION,
    },
    twitter: { card: "summary_large_image" },
    // Names and numbers of other people's businesses are on the pages.
    robots: { index: false },
    // Safari would make links of prices and dates that look like numbers.
    formatDetection: { telephone: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: BRAND.light },
    { media: "(prefers-color-scheme: dark)", color: BRAND.dark },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
        >
          Skip to content
        </a>
        <CallingNotice />
        <SiteHeader />
        <main id="content" tabIndex={-1} className="page-width pb-24 outline-none">
          {children}
        </main>
        <OfflineBar />
      </body>
    </html>
  );
}
