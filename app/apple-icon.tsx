import { ImageResponse } from "next/og";
import { BRAND } from "./brand";

export const size = { width: 180, height: 180 };
export const contentType = "image/png";

/** The icon of home screens, which round its corners themselves. Made once, by the build. */
export default function AppleIcon() {
  return new ImageResponse(
    <div
      style={{
        display: "flex",
        alignItems: "center",
        justifyContent: "center",
        width: "100%",
        height: "100%",
        background: BRAND.accent,
      }}
    >
      <svg width="120" height="120" viewBox="4 4 24 24" fill="none" aria-hidden="true">
        <circle cx="16" cy="16" r="3.5" fill="#fff" />
        <circle
          cx="16"
          cy="16"
          r="8.5"
          stroke="#fff"
          strokeWidth="2.5"
          strokeDasharray="8.9 4.45"
          strokeLinecap="round"
        />
      </svg>
    </div>,
    size,
  );
}
