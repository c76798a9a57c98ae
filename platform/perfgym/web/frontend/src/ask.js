// Asks for a run. The site may die right after it has accepted: the same key then gives the same run, never a second.
import { send, uuid } from "./api.js";

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 15_000]; // between tries, three quarters of a minute in all
const ANSWER_MS = 15_000;
const PASSING = [502, 503, 504];

/** The accepted run. `again(try, of)` hears of every further try. Throws what the last of them threw. */
export async function ask(url, body, again) {
  const asked = { ...body, key: uuid() };
  for (const [index, pause] of [...PAUSES_MS, null].entries()) {
    try {
      return await send("POST", url, asked, { signal: AbortSignal.timeout(ANSWER_MS) });
    } catch (error) {
      if (pause === null || !passes(error)) throw error;
      again(index + 2, PAUSES_MS.length + 1);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** No answer, or one that says "not now". */
export const passes = (error) => error instanceof TypeError || error.name === "TimeoutError" || PASSING.includes(error.status);
