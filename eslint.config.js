import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";

// What the scripts take from the browser, and what review.py writes in front of one.
const BROWSER =
  "document window location localStorage sessionStorage navigator crypto performance setTimeout clearTimeout AbortController URLSearchParams " +
  "Element HTMLElement HTMLButtonElement HTMLInputElement HTMLTableElement HTMLTableSectionElement KeyboardEvent MutationObserver Node NodeFilter Option PointerEvent ResizeObserver SVGElement Text";
const WRITTEN = "PLACES METRICS";

export default defineConfig([
  globalIgnores([".venv*/", "mutants/", "workspaces/"]),
  js.configs.recommended,
  {
    files: ["analytics/**/*.js"],
    languageOptions: { globals: Object.fromEntries(`${BROWSER} ${WRITTEN}`.split(" ").map((name) => [name, "readonly"])) },
  },
]);
