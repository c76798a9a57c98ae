// Talking with the site: JSON in, JSON out, errors in words.

const token = () => document.querySelector("meta[name=csrf]").content;

/** The site said no, and why. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.error ?? WHY[status] ?? `The site did not answer as expected (${status}). Nothing was lost; try again in a moment.`);
    this.status = status;
    this.body = body;
  }
}

const SIGNED_OUT = 401;
const WHY = {
  [SIGNED_OUT]: "You are no longer signed in. What you typed is kept in this browser: sign in again in another tab, then go on here.",
  403: "This page is too old to save from. What you typed is kept in this browser: reload the page.",
  404: "The site no longer has this. What you typed is kept in this browser.",
};

/** The JSON of the answer. Throws Refused when the site refuses, TypeError when it cannot be reached. */
export async function send(method, url, body, options = {}) {
  const response = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: "manual", // a redirect leads to the sign-in page, whose 200 is no "saved"
    ...options,
  });
  if (response.type === "opaqueredirect") throw new Refused(SIGNED_OUT, {});
  const json = response.headers.get("Content-Type")?.includes("application/json");
  const answer = json ? await response.json() : {};
  if (!response.ok || !json) throw new Refused(response.status, answer);
  return answer;
}

/** A part of a page, as the site renders it. Throws Refused. */
export async function fragment(url) {
  const response = await fetch(url, { redirect: "manual" });
  if (!response.ok) throw new Refused(response.type === "opaqueredirect" ? SIGNED_OUT : response.status, {});
  return response.text();
}

/** Send a form of the guide; the guide as it is then, also where the form was refused. Throws Refused, TypeError. */
export async function sendForm(form, url = form.action) {
  const headers = { "X-Part": "guide", "X-CSRFToken": token() };
  const response = await fetch(url, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
  const shown = response.ok || response.status === 422;
  if (!shown) throw new Refused(response.type === "opaqueredirect" ? SIGNED_OUT : response.status, {});
  return { html: await response.text(), done: response.ok };
}

/** A random UUID; `crypto.randomUUID` is there on secure origins only. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
