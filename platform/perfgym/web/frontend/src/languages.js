// Which language a file speaks; what colours it is fetched when a file needs it.

const LANGUAGES = {
  py: async () => (await import("@codemirror/lang-python")).python(),
  sql: async () => (await import("@codemirror/lang-sql")).sql(),
  html: async () => (await import("@codemirror/lang-html")).html(),
};

export async function languageOf(path) {
  return LANGUAGES[path.split(".").pop()]?.();
}
