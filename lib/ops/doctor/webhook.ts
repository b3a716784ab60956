import { randomUUID } from "node:crypto";
import { webhookOf } from "@/lib/attempts/webhook-address";
import { isRecord } from "@/lib/is-record";
import { ask } from "./ask";
import { type Check, fault, isHere, ok } from "./finding";

/** Sends what the phone service would, signed, about an attempt that does not exist: it is taken, and changes nothing. */
export const checkWebhook: Check = async ({ settings }) => {
  const check = "address";
  if (isHere(settings.APP_URL) && !isHere(settings.VAPI_BASE_URL)) {
    const says = `${settings.APP_URL} is this machine, which Vapi cannot reach.`;
    return [fault(check, says, "Set APP_URL to the address of a tunnel to the site.")];
  }
  const { url, headers } = webhookOf(settings, randomUUID());
  const { status, body } = await ask(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ message: { type: "doctor-probe" } }),
  });
  const { origin } = new URL(url);
  const said = isRecord(body) ? body : {};
  if (status === 200 && said.received === true) {
    return [ok(check, `${origin} takes a signed webhook from outside.`)];
  }
  if (said.code === "bad_signature") {
    const fix = "Deploy again after a change of WEBHOOK_SECRET, and give both the same.";
    return [fault(check, `${origin} signs with another WEBHOOK_SECRET.`, fix)];
  }
  const isProtected = [301, 302, 303, 307, 308, 401, 403].includes(status);
  return [
    isProtected
      ? fault(
          check,
          `${origin} asks webhooks to sign in (${status}).`,
          "Vercel → Deployment Protection: Protection Bypass for Automation, then deploy again.",
        )
      : fault(check, `${origin} answers ${status} to a webhook.`, "Is APP_URL this site, and up?"),
  ];
};
