/** A figure's state to give away: as a link, as a code for phones, and as a line for somebody's own page. */

import {copy} from "./clipboard.js";
import {openDialog} from "./dialog.js";
import {html, uniqueId} from "./dom.js";
import {qrCode} from "./qr.js";

// What embed.css puts around a figure that has a page to itself, in pixels.
const BESIDE = 32;
const ABOVE_AND_BELOW = 64; // with the line that says where the figure is from
const PHONE = 600; // a line copied on a screen narrower than this is for a page of any width …
const SPARE = 1.2; // … on which panels below each other may be larger than on the phone

/**
 * Open the dialog. `state`: {title, size, isPartial}: the figure's size in its page; isPartial when the link cannot
 * repeat the steps made.
 * `addresses`: {link, embedding}, embedding null where the book has no pages of single figures.
 */
export function openShare(root, {title, size, isPartial}, {link, embedding}) {
  const titleId = uniqueId("share");
  const status = html("p", {class: "dlnotes-share-status", role: "status"});
  const close = html("button", {type: "button", class: "dlnotes-close", "aria-label": "Close"}, "×");
  const heading = html("p", {class: "dlnotes-help-title", id: titleId}, "Share this state");
  const dialog = html("dialog", {class: "dlnotes-help dlnotes-share", "aria-labelledby": titleId}, close, heading);

  async function give(field, what) {
    const isCopied = await copy(field.value, dialog);
    if (!isCopied) field.select();
    status.textContent = isCopied ? `${what} copied` : "Copying is not allowed here; the text is selected.";
  }

  function offer(what, field) {
    const button = html("button", {type: "button", class: "dlnotes-chip dlnotes-plain"}, `Copy the ${what}`);
    button.addEventListener("click", () => give(field, what === "link" ? "Link" : "Line"));
    field.addEventListener("focus", () => field.select());
    return html("div", {class: "dlnotes-share-row"}, field, button);
  }

  const address = html("input", {type: "text", class: "dlnotes-share-text", readonly: true, "aria-label": "Link"});
  address.value = link;
  const notes = [isPartial && "The link leaves out the steps: a control was moved on the way.", reachOf(link)];
  const code = isPublic(link) ? (qrCode(link) ?? tooLong(link)) : null;
  dialog.append(offer("link", address), ...notes.filter(Boolean).map(sentence), ...[code].filter(Boolean));
  if (embedding) {
    const line = html("textarea", {class: "dlnotes-share-text", readonly: true, rows: 3, "aria-label": "Line of HTML"});
    line.value = iframe(embedding, title, size);
    dialog.append(sentence("For a page or slides of your own:"), offer("line", line));
  }
  dialog.append(status);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  openDialog(dialog, root);
}

const ALLOWED = "fullscreen; clipboard-write";
const sentence = (text) => html("p", {class: "dlnotes-share-words"}, text);
const isPublic = (link) => /^https?:/.test(link);

/** What a reader must know of where the link leads; null when it leads everywhere. */
function reachOf(link) {
  if (!isPublic(link))
    return "This book is opened from a disk, so the link works on this machine only, and no phone could follow a code.";
  const isLocal = /^(localhost|127\.|\[::1\])/.test(new URL(link).hostname);
  return isLocal ? "The book is served for this machine only: other devices cannot follow this link." : null;
}

const tooLong = (link) =>
  sentence(`The link has ${link.length} characters, too many for a code that a camera can read.`);

const escape = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** A frame is not wider than the figure was here, since another width needs another height. */
function iframe(address, title, size) {
  const isPhones = size.width < PHONE;
  const height = Math.ceil((size.height * (isPhones ? SPARE : 1)) / 10) * 10 + ABOVE_AND_BELOW;
  const width = (isPhones ? 720 : size.width) + BESIDE;
  const look = `width="100%" height="${height}" style="border:0;max-width:${width}px"`;
  return `<iframe src="${escape(address)}" title="${escape(title)}" ${look} loading="lazy" allow="${ALLOWED}"></iframe>`;
}
