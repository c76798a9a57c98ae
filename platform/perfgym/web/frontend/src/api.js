// Talking with the site: JSON in, JSON out, errors in words.

const token = () => document.querySelector("meta[name=csrf]").content;

export class Refused extends Error {
  constructor(status, body) {
    super(body.error ?? "The site did not answer as expected. Nothing was lost; try again in a moment.");
    this.status = status;
    this.body = body;
  }
}

export async function send(method, url, body, options = {}) {
  const response = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    ...options,
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
