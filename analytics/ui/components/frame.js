// What Streamlit leaves out of the frame of a page: its language, the navigation as a landmark, the keyboard in charts, and its own
// dialogs and links in the reader's words.
import { keepMarksInReach } from "./chartmarks.js";
import { el } from "./elements.js";

/** @typedef {{ cookie: string, language: string, pages: string, skip: string, lost: string, lost_help: string, astray: string, astray_help: string }} Data */

const NOTICE = "youju-lost";

/** @param {import("./types").Given<Data>} given */
export default function ({ data }) {
  document.documentElement.lang = data.language;
  if (data.cookie) document.cookie = `${data.cookie}; Max-Age=31536000; Path=/; SameSite=Strict`;
  const app = document.querySelector(".stApp");
  const sidebar = document.querySelector('[data-testid="stSidebar"]');
  if (!app || !sidebar) return;
  const links = new MutationObserver(() => nameNavigation(data.pages)); // React may draw the links after this
  links.observe(sidebar, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  nameNavigation(data.pages);
  const tell = () => tellOfLoss(app.getAttribute("data-test-connection-state") === "CONNECTED", data);
  const state = new MutationObserver(tell);
  state.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  const dialogs = new MutationObserver(() => translateDialog(data));
  dialogs.observe(document.body, { childList: true });
  translateDialog(data);
  tell();
  sidebar.addEventListener("click", closeMenu);
  nameSkipLink(data.skip);
  const releaseMarks = keepMarksInReach(app);
  return () => {
    releaseMarks();
    sidebar.removeEventListener("click", closeMenu);
    links.disconnect();
    state.disconnect();
    dialogs.disconnect();
  };
}

/**
 * Mark the page links as navigation, and the link of this page as current.
 * @param {string} label
 */
function nameNavigation(label) {
  const pages = document.querySelector(".st-key-pages");
  pages?.setAttribute("role", "navigation");
  pages?.setAttribute("aria-label", label);
  for (const link of pages?.querySelectorAll("a") ?? []) {
    if (link.closest(".st-key-nav-here")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/**
 * On a narrow screen, where the menu lies over the page, close it once a page is chosen.
 * @param {Event} event
 */
function closeMenu(event) {
  const target = /** @type {Element} */ (event.target);
  if (!target.closest(".st-key-pages a") || !window.matchMedia("(max-width: 768px)").matches) return;
  /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stSidebarCollapseButton"] button'))?.click();
}

/**
 * Streamlit's first stop of Tab, a link past the menu and the filters, in the reader's words. Its text node is kept, since React owns it.
 * @param {string} label
 */
function nameSkipLink(label) {
  const text = document.querySelector('a[href="#stMain"]')?.firstChild;
  if (text) text.nodeValue = label;
}

/**
 * Show a notice as long as the server does not answer.
 * @param {boolean} connected
 * @param {Data} data
 */
function tellOfLoss(connected, data) {
  const shown = document.getElementById(NOTICE);
  if (connected) shown?.remove();
  else if (!shown) {
    const notice = el("div");
    notice.id = NOTICE;
    notice.setAttribute("role", "alert");
    notice.append(el("b", "", data.lost), ` ${data.lost_help}`);
    document.body.append(notice);
  }
}

/**
 * What Streamlit's dialogs begin with, and what the reader is told instead.
 * @param {Data} data
 * @returns {[string, string][]}
 */
function dialogWords(data) {
  return [
    ["Connection error", data.lost],
    ["Streamlit server is not responding", data.lost_help],
    ["Page not found", data.astray],
    ["The page that you have requested", data.astray_help],
  ];
}

/**
 * Put the reader's words into Streamlit's dialogs. Their text nodes are kept, since React owns them.
 * @param {Data} data
 */
function translateDialog(data) {
  const dialog = document.querySelector('[data-testid="stDialog"]');
  const texts = dialog && document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
  for (let text = texts?.nextNode(); text; text = texts?.nextNode()) {
    const said = dialogWords(data).find(([theirs]) => text?.nodeValue?.startsWith(theirs));
    if (said) text.nodeValue = said[1];
  }
}
