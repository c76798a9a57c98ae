// Which language a file speaks. Python comes along; the others are fetched when a file needs them.
import { python } from "@codemirror/lang-python";

const LANGUAGES = {
  py: () => python(),
  sql: async () => (await import("@codemirror/lang-sql")).sql(),
  html: async () => (await import("@codemirror/lang-html")).html(),
};

export async function languageOf(path) {
  return LANGUAGES[path.split(".").pop()]?.();
}
