import { ImageResponse } from "next/og";
import { BRAND, SITE_NAME } from "./brand";

export const alt =
  "Ringround: phone every business on your list at once, and compare what they say";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";

const ROWS = [
  { name: "Acme Plumbing", says: "Tomorrow at 9", price: "$150", mark: "#16704a" },
  { name: "Blue Ridge Pipes", says: "Friday", price: "$95 an hour", mark: "#16704a" },
  { name: "Carolina Drain Co", says: "On the phone", price: "", mark: "#2458c5" },
] as const;

/** What a link to the site looks like in a chat. Made once, by the build, with the font that Next brings. */
export default function OpenGraphImage() {
  return new ImageResponse(
    <div
      style={{
        display: "flex",
        flexDirection: "column",
        justifyContent: "space-between",
        width: "100%",
        height: "100%",
        padding: "72px 80px",
        background: BRAND.light,
        color: "#18181b",
      }}
    >
      <div style={{ display: "flex", alignItems: "center", gap: 24, fontSize: 44 }}>
        <svg width="72" height="72" viewBox="0 0 32 32" fill="none" aria-hidden="true">
          <circle cx="16" cy="16" r="5" fill={BRAND.accent} />
          <circle
            cx="16"
            cy="16"
            r="12"
            stroke={BRAND.accent}
            strokeWidth="3"
            strokeLinecap="round"
            strokeDasharray="12.57 6.28"
          />
        </svg>
        {SITE_NAME}
      </div>
      <div style={{ display: "flex", fontSize: 60, lineHeight: 1.2, letterSpacing: -1.5 }}>
        Phone every business on your list at once, and compare what they say.
      </div>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          border: "2px solid #e4e4e9",
          borderRadius: 20,
          background: "#fff",
          fontSize: 30,
        }}
      >
        {ROWS.map(({ name, says, price, mark }, index) => (
          <div
            key={name}
            style={{
              display: "flex",
              alignItems: "center",
              padding: "16px 28px",
              borderTop: index === 0 ? "none" : "2px solid #e4e4e9",
            }}
          >
            <div style={{ width: 16, height: 16, borderRadius: 8, background: mark }} />
            <div style={{ display: "flex", width: 420, paddingLeft: 24 }}>{name}</div>
            <div style={{ display: "flex", flexGrow: 1, color: "#5d5d68" }}>{says}</div>
            <div style={{ display: "flex" }}>{price}</div>
          </div>
        ))}
      </div>
    </div>,
    size,
  );
}
