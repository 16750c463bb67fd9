/** A dialog where the reader is. */

const MARGIN = 8; // pixels to the edge of the window

/**
 * Open a dialog beside `place`, where its figure is in the frame of another page: such a frame can be far higher than
 * the screen, and its middle out of sight.
 */
export function openDialog(dialog, place) {
  dialog.showModal();
  if (window.parent === window) return;
  const lowest = window.innerHeight - dialog.offsetHeight - MARGIN;
  const top = Math.max(MARGIN, Math.min(place.getBoundingClientRect().top, lowest));
  dialog.style.marginTop = `${top}px`;
}
